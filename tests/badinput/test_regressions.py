"""Holes that others had, each tried here once: where it would be, and that it is not."""

import re
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engage.accounts import passwords
from engage.accounts.models import Person
from engage.kernel.db import Sessions
from tests.badinput.probing import Probe, told, unsafe
from tests.browsing import Browser
from tests.factories import PASSWORD, a_person, an_open_challenge

PLACES = r"""
https://evil.example //evil.example ///evil.example /\evil.example \\evil.example
http:evil.example https:/evil.example javascript:alert(1) data:text/html,x evil.example
//evil.example@localhost /%0a/evil.example //[::1]@evil.example //evil%2eexample ./evil ../evil
?x=//evil #evil http://localhost@evil.example //localhost.evil.example ftp://evil /%5cevil //
/%09/evil.example /\/evil.example /.//evil.example
"""
AWAY = [*PLACES.split(), "/\r\nLocation: //evil.example", " //evil.example", "\x00//evil"]
AWAY += [
    "/\x00/evil",
    "/ \\evil",
    "/\n/evil.example",
    "\t//evil.example",
    "/\t/evil",
    "\u2028//evil",
]


@pytest.fixture
def person(sessions: Sessions) -> Person:
    with sessions.write() as session:
        hashed = passwords.hashed(PASSWORD)
        return a_person(session, email="ann@marlbury.example.org", password_hash=hashed)


def sign_in(client: FlaskClient, address: str = "/sign-in") -> str:
    sent = {"email": "ann@marlbury.example.org", "password": PASSWORD}
    answer = client.post(address, data=sent)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_no_way_leads_to_another_site(app: Flask, person: Person) -> None:
    client = app.test_client()
    sign_in(client)
    for wanted in AWAY:
        answer = client.get(f"/sign-in?next={quote(wanted)}")
        assert answer.status_code == 303, wanted
        place = str(answer.location)
        local = place.startswith("/") and not re.match(r"/[/\\\s]", place)
        assert local and "\\" not in place and place.isprintable(), (wanted, place)


def test_signing_in_begins_the_session_anew(app: Flask, person: Person) -> None:
    """Session fixation: what was planted before is worth nothing after."""
    client = app.test_client()
    with client.session_transaction() as browser:
        browser["planted"] = "by somebody else"
        browser["csrf_token"] = "0" * 40
    before = client.get_cookie("engage")
    sign_in(client)
    after = client.get_cookie("engage")
    assert before and after and before.value != after.value
    with client.session_transaction() as browser:
        assert "planted" not in browser
        assert browser.get("csrf_token") != "0" * 40
        first = browser["_user_id"]
    old = app.test_client()
    old.set_cookie("engage", before.value)
    assert old.get("/account").status_code == 303
    sign_in(client)
    with client.session_transaction() as browser:
        assert browser["_user_id"] != first


def test_an_old_cookie_is_worth_nothing_after_signing_out(app: Flask, person: Person) -> None:
    client, thief = app.test_client(), app.test_client()
    sign_in(client)
    kept = client.get_cookie("engage")
    assert kept is not None
    thief.set_cookie("engage", kept.value)
    assert thief.get("/account").status_code == 200
    Browser(client).submit("/account", to="/sign-out")
    assert thief.get("/account").status_code == 303


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_no_cache_keeps_what_is_somebodys(probe: Probe) -> None:
    """A page for one person says so; a page for everybody is another for who has a cookie."""
    for asker, path, answer in probe.pages():
        kept = answer.headers["Cache-Control"]
        vary = answer.headers.get("Vary", "")
        if asker != "anonymous" and answer.mimetype == "text/html" and "no-store" not in kept:
            probe.fault("GET", path, asker, kept, "may be kept")
        if "public" in kept and answer.mimetype == "text/html" and "Cookie" not in vary:
            probe.fault("GET", path, asker, kept, f"Vary: {vary}")
        if "no-store" in kept and "public" in kept:
            probe.fault("GET", path, asker, kept, "says both")
    assert not probe.faults, told(probe)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_error_pages_say_nothing_that_was_sent(probe: Probe) -> None:
    said = "zq9evil"
    asked = [
        ("GET", f"/{said}", {}),
        ("GET", f"/challenges/{said}", {}),
        ("PUT", f"/sign-in?{said}", {}),
        ("POST", f"/desk/challenges/{said}/publish", {"data": {said: said}}),
        ("GET", f"/?page={said}", {"headers": {"Host": f"{said}.example"}}),
        ("GET", f"/desk/challenges?page={said}", {"headers": {"User-Agent": said}}),
    ]
    for method, path, sent in asked:
        answer = probe.ask(method, path, "officer", **sent)
        assert answer.status_code in (400, 404, 405), path
        assert said not in answer.text, path
    assert not probe.faults, told(probe)


class Broken(Sessions):
    """A database that cannot be reached."""

    def _open(self, bind: Engine | Connection) -> Session:
        raise OperationalError("SELECT secret", {}, Exception("no route to host"))


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/challenges", "/desk", "/account", "/sign-in"])
def test_without_a_database_there_is_still_a_page(
    app: Flask, person: Person, sessions: Sessions, path: str
) -> None:
    client = app.test_client()
    sign_in(client)
    app.extensions["sessions"] = Broken(sessions.bind)
    app.testing = False
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "the service is busy" in answer.text
    assert not list(unsafe(answer))
    assert "secret" not in answer.text and "no route" not in answer.text


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_failure_tells_nothing_of_the_inside(
    app: Flask, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("secret of the inside")

    app.testing = False
    client = app.test_client()
    sign_in(client)
    monkeypatch.setitem(app.view_functions, "accounts.account", fails)
    answer = client.get("/account")
    assert answer.status_code == 500
    assert "secret" not in answer.text and "Traceback" not in answer.text
    assert not list(unsafe(answer))


def test_ids_cannot_be_told_from_one_another(session: Session) -> None:
    """An id in an address is no secret; it must not be a number one can count on either."""
    made = [an_open_challenge(session).id for _ in range(50)]
    assert len({str(each)[-12:] for each in made}) == 50


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_browsers_name_is_only_text(app: Flask, person: Person) -> None:
    names = ["x" * 5000, "<zq9>", "\x80\xff", "", "Firefox/\t\x0b", "Ann\x85"]
    for name in names:
        client = app.test_client()
        sent = {"email": "ann@marlbury.example.org", "password": PASSWORD}
        answer = client.post("/sign-in", data=sent, headers={"User-Agent": name})
        assert answer.status_code == 303, name
        assert b"<zq9" not in client.get("/account").data


def test_links_in_messages_come_from_the_settings(app: Flask, client: FlaskClient) -> None:
    """Host header in the reset mail: the signer and the sender never see a request."""
    assert app.config["TRUSTED_HOSTS"]
    answer = client.post("/reset", data={"email": "x@x.org"}, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert not list(unsafe(answer))
