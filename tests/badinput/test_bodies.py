"""Bodies that are not what they say: other types, broken parts, files for words."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest

from tests.badinput.probing import Found, Probe, complaints, told
from tests.badinput.reading import pairs_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
Sent = dict[str, Any]
MULTIPART = "multipart/form-data; boundary=zq"
EVERYWHERE = {"JSON", "files for words", "not percent"}
"""The rest never reaches a form, so a sixth of the forms will do."""
FINE = {200, 204, 303, 400, 404, 409, 410, 413, 422}


def part(name: str, value: str, about: str = "") -> str:
    return f'--zq\r\nContent-Disposition: form-data; name="{name}"{about}\r\n\r\n{value}\r\n'


def bodies(found: Found) -> Iterator[tuple[str, Sent]]:
    pairs = list(pairs_of(found.form.filled()))
    whole = "".join(part(name, value) for name, value in pairs)
    files = "".join(part(name, value, '; filename="x.txt"') for name, value in pairs)
    yield "JSON", {"json": dict(pairs)}
    yield "JSON list", {"data": b"[" * 5000, "content_type": "application/json"}
    yield "no type", {"data": b"a=b", "content_type": ""}
    yield "text", {"data": b"a=b", "content_type": "text/plain"}
    yield "XML", {"data": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "content_type": "text/xml"}
    yield "odd type", {"data": b"a=b", "content_type": "zq\x01/;;=;charset=\xff"}
    yield "odd charset", {"data": b"a=b", "content_type": f"{URLENCODED}; charset=utf-7"}
    yield "no boundary", {"data": b"--zq\r\n", "content_type": "multipart/form-data"}
    yield "empty multipart", {"data": b"", "content_type": MULTIPART}
    yield "unended", {"data": whole.encode(), "content_type": MULTIPART}
    yield "torn header", {"data": b"--zq\r\nContent-Dispo", "content_type": MULTIPART}
    yield "no name", {"data": b"--zq\r\n\r\nx\r\n--zq--", "content_type": MULTIPART}
    yield "files for words", {"data": (files + "--zq--").encode(), "content_type": MULTIPART}
    yield (
        "many parts",
        {"data": (part("f", "x") * 1500 + "--zq--").encode(), "content_type": MULTIPART},
    )
    yield "many fields", {"data": b"f=x&" * 20_000, "content_type": URLENCODED}
    yield (
        "gzip",
        {
            "data": gzip.compress(b"a=b"),
            "content_type": URLENCODED,
            "headers": {"Content-Encoding": "gzip"},
        },
    )
    yield (
        "not percent",
        {"data": b"%zz=%&%u0000=%u0041&\xff\xfe\x00=\x00", "content_type": URLENCODED},
    )


URLENCODED = "application/x-www-form-urlencoded"


def test_no_form_is_broken_by_the_shape_of_its_body(probe: Probe, dialect: str) -> None:
    for number, found in enumerate(probe.forms()):
        for said, sent in bodies(found):
            if said not in EVERYWHERE and (number % 6 or dialect == "postgresql"):
                continue
            answer = probe.post(found, said, **sent)
            if answer.status_code not in FINE:
                probe.fault("POST", found.form.action, found.asker, said, str(answer.status_code))
            if answer.status_code == 422:
                for fault in complaints(answer):
                    probe.fault("POST", found.form.action, found.asker, said, fault)
    assert not probe.faults, told(probe)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_body_that_is_too_large_is_refused_in_words(probe: Probe) -> None:
    too_large = {
        "a file of 13 MB": part("file", "x" * 13_000_000, '; filename="x.json"'),
        "9 MB of text": part("pasted", "x" * 9_000_000),
    }
    for said, body in too_large.items():
        sent = {"data": (body + "--zq--").encode(), "content_type": MULTIPART}
        answer = probe.ask("POST", "/desk/notices/import", "officer", said=said, **sent)
        assert answer.status_code == 413, said
        assert "10 MB is the most" in answer.text
    assert not probe.faults, told(probe)
