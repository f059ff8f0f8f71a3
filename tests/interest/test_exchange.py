"""A profile taken away as a file and brought back."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from engage.interest.forms.exchange import BadProfile, as_csv, as_json, read_profile
from engage.kernel.db import Sessions
from engage.suppliers import queries as suppliers
from engage.suppliers import service
from engage.suppliers.models import Size, Supplier
from tests.browsing import Browser
from tests.factories import a_supplier, a_supplier_user, sign_in

KNOWN: dict[str, Any] = {
    "name": "Idea House; Söhne",
    "company_number": "01234567",
    "charity_number": None,
    "ppon": None,
    "size": Size.MICRO,
    "vcse": True,
    "social_enterprise": False,
    "about": '=We "dry" homes,\nand more',
    "access_needs": "",
    "languages": "English",
    "alerts": True,
    "regions": ["UKE", "UKG"],
    "codes": ["45", "72267"],
}
TYPED = {
    "name": "Idea House; Söhne",
    "company_number": "01234567",
    "charity_number": "",
    "ppon": "",
    "size": "micro",
    "vcse": "yes",
    "social_enterprise": "",
    "about": '=We "dry" homes,\nand more',
    "access_needs": "",
    "languages": "English",
    "alerts": "yes",
    "regions": ["UKE", "UKG"],
    "codes": ["45", "72267"],
}


def read(name: str, content: str, known: dict[str, Any] = KNOWN) -> dict[str, Any]:
    return read_profile(name, content.encode(), known)


def faults(name: str, content: str | bytes) -> list[str]:
    sent = content.encode() if isinstance(content, str) else content
    with pytest.raises(BadProfile) as refused:
        read_profile(name, sent, KNOWN)
    return refused.value.faults


def test_what_was_taken_away_comes_back_the_same() -> None:
    empty = dict.fromkeys(KNOWN, "") | {"regions": [], "codes": [], "size": "unknown"}
    assert read("a.json", as_json(KNOWN), empty) == TYPED
    text = as_csv(KNOWN)
    assert "\"'=We" in text  # no spreadsheet runs it
    assert {**read("a.csv", text, empty), "about": ""} == {**TYPED, "about": ""}
    assert read("a.csv", text, empty)["about"].replace("\r", "") == KNOWN["about"]
    assert json.loads(as_json(KNOWN))["codes"] == ["45000000", "72267000"]


def test_what_the_file_leaves_out_stays() -> None:
    said = read("a.csv", "Field,Value\nlanguages,English; Welsh\nregions,Wales; UKE42\n\n")
    assert said == TYPED | {"languages": "English; Welsh", "regions": ["UKL", "UKE"]}
    said = read("a.json", '{"codes": ["7226", "48219300"], "company_number": 1234567}')
    assert said["codes"] == ["7226", "482193"] and said["company_number"] == "1234567"


@pytest.mark.parametrize(
    "name, content, sentences",
    [
        ("a.json", "{\n]", ["not JSON. Look at line 2"]),
        ("a.json", "[" * 100_000, ["not JSON"]),
        ("a.json", "[]", ["one JSON object"]),
        ("a.json", '{"vcse": "perhaps", "x": 1}', ["write yes or no", "“x” is not a field"]),
        ("a.json", '{"name": {}, "codes": 5}', ["write it as text", "write a list of texts"]),
        ("a.json", '{"codes": ["99"], "regions": ["Mars"]}', ["“Mars” is not a UK", "“99000000”"]),
        ("a.csv", "name,Idea", ["first line must be"]),
        ("a.csv", "", ["first line must be"]),
        ("a.csv", 'field,value\nname,"Idea', ["quotation mark"]),
        ("a.csv", "field,value\nname,A\nname,B\nabout", ["Line 3", "Line 4"]),
        ("a.csv", b"\xff\xfe\x00\xd8\x00", [""]),
    ],
)
def test_each_fault_has_a_sentence(name: str, content: str | bytes, sentences: list[str]) -> None:
    found = faults(name, content)
    assert len(found) == len(sentences), found
    for sentence, part in zip(found, sentences, strict=True):
        assert part in sentence


@pytest.fixture
def supplier(client: FlaskClient, sessions: Sessions) -> Supplier:
    with sessions.write() as session:
        supplier = a_supplier(session, codes=["45"], regions=["UKE"], about="We dry homes.")
        person = a_supplier_user(session, supplier)
    sign_in(client, sessions, person)
    return supplier


@pytest.mark.slow
def test_a_file_is_looked_at_and_then_saved(
    client: FlaskClient, sessions: Sessions, supplier: Supplier
) -> None:
    browser, home = Browser(client), f"/my/profile/{supplier.id}"
    assert f"{home}/import" in browser.get(home).links()
    sent = json.loads(client.get(f"{home}/profile.json").data)
    assert client.get(f"{home}/profile.csv").headers["Content-Disposition"].endswith("profile.csv")
    sent |= {"codes": ["45000000", "72267000"], "languages": "Welsh", "company_number": "123"}
    file = ("mine.json", json.dumps(sent).encode())
    page = browser.submit(f"{home}/import", {"file": file}, status=200)
    assert "Software maintenance" in page.words and "Welsh" in page.words
    assert "We dry homes" not in page.words  # it stays
    with sessions.read() as session:
        assert suppliers.codes_of(session, supplier.id) == ["45"]
    browser.post(home, page.forms[-1].values)
    with sessions.read() as session:
        said = service.profile_of(session, session.get_one(Supplier, supplier.id))
    assert (said["codes"], said["languages"]) == (["45", "72267"], "Welsh")
    assert (said["company_number"], said["about"]) == ("00000123", "We dry homes.")
    file = ("mine.csv", client.get(f"{home}/profile.csv").data)
    assert "Nothing:" in browser.submit(f"{home}/import", {"file": file}, status=200).words


def test_a_bad_file_changes_nothing_and_says_why(client: FlaskClient, supplier: Supplier) -> None:
    browser, path = Browser(client), f"/my/profile/{supplier.id}/import"
    said = '{"name": "", "company_number": "XYZ", "size": "huge", "ppon": "P"}'
    page = browser.submit(path, {"file": ("a.json", said.encode())}, status=422)
    for words in ("Name of the organisation", "like 01234567", "How many people", "PJYG-6658"):
        assert words in page.words
    for name, content in (("a.exe", b"x"), ("a.json", b""), ("a.json", b"x" * 200_000)):
        browser.submit(path, {"file": (name, content)}, status=422)
    browser.submit(path, {}, status=422)
