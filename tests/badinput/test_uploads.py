"""Files that are not what they say: a sentence beside the field, and no draft."""

import gzip
import json
import zipfile
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from engage.accounts.models import Role
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from tests.badinput.probing import complaints
from tests.badinput.reading import tree
from tests.factories import a_person, sign_in

IMPORT = "/desk/notices/import"
TITLED = {"ocid": "ocds-b5fd17-1", "tender": {"title": "Damp homes"}}


def zipped(name: str = "notice.json", content: bytes = b"{}") -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return held.getvalue()


def deep(levels: int) -> bytes:
    return b'{"tender":' + b'{"a":' * levels + b"1" + b"}" * (levels + 1)


def dated(text: str) -> bytes:
    return json.dumps({"tender": {"title": "x", "tenderPeriod": {"endDate": text}}}).encode()


REFUSED: dict[str, bytes] = {
    "empty": b"",
    "spaces": b" \r\n\t ",
    "words": b"This is not JSON.",
    "HTML": b"<!doctype html><script>alert(7)</script><zq9 onx=1>",
    "XML bomb": b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
    "zip": zipped(),
    "zip bomb": zipped(content=b"0" * 50_000_000),
    "gzip": gzip.compress(b"{}"),
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "NULs": b"\x00" * 1000,
    "cut off": json.dumps(TITLED).encode()[:-5],
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "no object": b"[1, 2, 3]",
    "a number": b"1e9999",
    "a long number": b"9" * 100_000,
    "null": b"null",
    "a text": b'"tender"',
    "empty list": b"[]",
    "bad UTF-8": b'{"tender": {"title": "\xff\xfe\xc0\x80"}',
}
ODD: dict[str, bytes] = {
    "deep enough": deep(900),
    "UTF-16": json.dumps(TITLED).encode("utf-16"),
    "UTF-32": json.dumps(TITLED).encode("utf-32"),
    "with a mark": b"\xef\xbb\xbf" + json.dumps(TITLED).encode(),
    "NaN": b'{"ocid": NaN, "tender": {"title": "x", "value": {"amount": Infinity}}}',
    "halves": b'{"tender": {"title": "\\ud800 \\udfff", "description": "\\u0000 \\u202e"}}',
    "HTML title": b'{"tender": {"title": "<zq9 onx=1>", "description": "\\"zq9onx=\'"}}',
    "wrong types": b'{"tender": {"title": ["x"], "value": "x", "items": {"a": 1}, "id": 7}}',
    "wrong places": b'{"tender": [1], "parties": "x", "buyer": 3, "planning": null, "tag": {}}',
    "huge value": b'{"tender": {"title": "x", "value": {"amount": 1e300, "currency": "GBP"}}}',
    "overflowing": b'{"tender": {"title": "x", "value": {"amount": 9223372036854775808}}}',
    "no such date": dated("2026-02-30T99:00Z"),
    "far date": dated("9999-12-31T23:59:59-14:00"),
    "first date": dated("0001-01-01T00:00:00+14:00"),
    "long title": json.dumps({"tender": {"title": "x" * 200_000}}).encode(),
    "many items": json.dumps({"tender": {"title": "x", "items": [{"id": "1"}] * 20_000}}).encode(),
    "long texts": json.dumps(
        {"ocid": "o" * 5000, "id": "i" * 5000, "tender": {"title": "x"}}
    ).encode(),
}


@pytest.fixture
def officer(client: FlaskClient, sessions: Sessions) -> FlaskClient:
    with sessions.write() as session:
        person = a_person(session, Role.OFFICER)
    sign_in(client, sessions, person)
    return client


def drafts(sessions: Sessions) -> int:
    with sessions.read() as session:
        return session.scalar(select(func.count()).select_from(Challenge)) or 0


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_no_notice_gets_a_sentence(
    officer: FlaskClient, sessions: Sessions, kind: str
) -> None:
    before = drafts(sessions)
    answer = officer.post(IMPORT, data={"file": (BytesIO(REFUSED[kind]), "notice.json")})
    assert answer.status_code == 422
    assert not list(complaints(answer))
    assert len(tree(answer.text).find_class("govuk-error-summary__list")[0].text_content()) > 20
    assert b"<zq9" not in answer.data
    assert drafts(sessions) == before


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_notice_is_read_or_refused_in_words(
    officer: FlaskClient, sessions: Sessions, kind: str
) -> None:
    for sent in (
        {"file": (BytesIO(ODD[kind]), "notice.json")},
        {"pasted": ODD[kind].decode("utf-8", errors="replace")},
    ):
        answer = officer.post(IMPORT, data=sent)
        if answer.status_code == 303:
            answer = officer.get(str(answer.location))
            assert answer.status_code == 200
        else:
            assert answer.status_code in (409, 422)
        assert b"<zq9" not in answer.data and b'"zq9onx' not in answer.data


@pytest.mark.parametrize(
    "name", ["notice.json\x00.exe", "../../etc/passwd", "x.exe", "", ".", "é.JSON"]
)
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_the_name_of_a_file_is_only_a_name(officer: FlaskClient, name: str) -> None:
    content = BytesIO(json.dumps(TITLED).encode())
    answer = officer.post(IMPORT, data={"file": (content, name), "again": "yes"})
    assert answer.status_code in (303, 422)
