from datetime import timedelta
from time import perf_counter

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engage.accounts import passwords, service
from engage.accounts.models import Person, Role, SignIn
from engage.app import create_app
from engage.kernel.db import Sessions
from engage.settings import Settings
from engage.web import limits
from engage.web.limits import limiter
from tests.browsing import Browser
from tests.factories import NOW, PASSWORD, a_person, an_interest, an_open_challenge
from tests.factories import use_link as given_a_link
from tests.services import Clock

HASH = passwords.hashed(PASSWORD)


@pytest.fixture
def person(sessions: Sessions) -> Person:
    with sessions.write() as session:
        return a_person(session, Role.OFFICER, email="ann@marlbury.example.org", password_hash=HASH)


@pytest.fixture
def browser(client: FlaskClient) -> Browser:
    return Browser(client)


@pytest.fixture
def unhurried(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)


def typed(password: str = PASSWORD, email: str = "ann@marlbury.example.org") -> dict[str, str]:
    return {"email": email, "password": password}


def cookies_of(client: FlaskClient) -> str:
    with client.session_transaction() as browser:
        return str(browser.get("_user_id"))


def test_the_right_password_opens_the_desk(browser: Browser, person: Person) -> None:
    assert browser.submit("/sign-in", typed()).location == "/desk"
    assert browser.get("/account").text.count("This browser") == 1
    assert browser.get("/sign-in", status=303).location == "/desk"


def test_the_address_may_be_typed_in_capitals(browser: Browser, person: Person) -> None:
    browser.submit("/sign-in", typed(email=" Ann@Marlbury.Example.ORG "))


@pytest.mark.parametrize(
    "role, home",
    [
        (Role.COUNCIL_ADMIN, "/council"),
        (Role.BOARD_CHAIR, "/board"),
        (Role.AUDITOR, "/desk"),
        (None, "/my"),
    ],
)
def test_everybody_begins_at_home(
    browser: Browser, sessions: Sessions, role: Role | None, home: str
) -> None:
    with sessions.write() as session:
        roles = [role] if role else []
        a_person(session, *roles, email="bo@marlbury.example.org", password_hash=HASH)
    answer = browser.submit("/sign-in", typed(email="bo@marlbury.example.org"))
    assert answer.location == home


@pytest.mark.slow
def test_every_wrong_try_looks_the_same(
    browser: Browser, person: Person, sessions: Sessions, unhurried: None
) -> None:
    with sessions.write() as session:
        a_person(session, email="new@marlbury.example.org")
        gone = a_person(session, email="gone@marlbury.example.org", password_hash=HASH)
        gone.disabled_at = NOW
    tries = [
        typed("wrong words here"),
        typed(email="nobody@marlbury.example.org"),
        typed(email="new@marlbury.example.org"),
        typed(email="gone@marlbury.example.org"),
    ]
    browser.get("/sign-in")
    bodies = set()
    for number in range(200):
        wrong = tries[number % len(tries)]
        body = browser.post("/sign-in", wrong, status=422).text
        bodies.add(body.replace(wrong["email"], "ADDRESS"))
    assert len({without_token(body) for body in bodies}) == 1


def without_token(body: str) -> str:
    lines = body.splitlines()
    return "\n".join(line for line in lines if "csrf_token" not in line and "nonce" not in line)


def test_nobody_costs_as_much_as_somebody(
    browser: Browser, person: Person, unhurried: None
) -> None:
    browser.get("/sign-in")

    def fastest(email: str) -> float:
        times = []
        for _ in range(5):
            began = perf_counter()
            browser.post("/sign-in", typed("wrong words here", email), status=422)
            times.append(perf_counter() - began)
        return min(times)

    known, unknown = fastest(person.email), fastest("nobody@marlbury.example.org")
    assert unknown > known / 2


@pytest.mark.slow
def test_guessing_is_slowed_down_and_the_right_one_is_not_counted(
    browser: Browser, person: Person, client: FlaskClient
) -> None:
    for _ in range(12):
        browser.get("/account", status=303)
        browser.submit("/sign-in", typed())
        browser.submit("/account", to="/sign-out")
    browser.get("/sign-in")
    for _ in range(10):
        browser.post("/sign-in", typed("wrong words here"), status=422)
    assert "Too many tries" in browser.post("/sign-in", typed(), status=429).words
    browser.post("/sign-in", typed(email="someone.else@example.org"), status=422)


def test_a_busy_database_costs_nobody_their_page(
    browser: Browser, person: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Noting that somebody was seen can wait for the next page."""
    browser.submit("/sign-in", typed())

    def busy(*_: object, **__: object) -> None:
        raise OperationalError("update", {}, Exception("database is locked"))

    monkeypatch.setattr(service, "note_seen", busy)
    clock.advance(minutes=6)
    browser.get("/account")


@pytest.mark.slow
@pytest.mark.parametrize("address, told", [("/sign-in", 422), ("/reset", 200)])
def test_trying_many_addresses_is_slowed_down(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, address: str, told: int
) -> None:
    """One password for everybody, or a mail to everybody, from one place."""
    monkeypatch.setattr(passwords, "is_right", lambda stored, typed: False)
    monkeypatch.setattr(limits, "EVENLY", 0.0)
    browser.get(address)
    for number in range(100):
        browser.post(address, typed(email=f"person{number}@example.org"), status=told)
    browser.post(address, typed(email="one.more@example.org"), status=429)


@pytest.mark.parametrize(
    "asked, reached",
    [
        ("/account?x=1", "/account?x=1"),
        ("https://evil.example.org/", "/desk"),
        ("//evil.example.org", "/desk"),
        ("/\\evil.example.org", "/desk"),
        ("/\tevil", "/desk"),
        ("javascript:alert(1)", "/desk"),
        ("", "/desk"),
    ],
)
def test_after_signing_in_one_stays_on_this_site(
    client: FlaskClient, person: Person, asked: str, reached: str
) -> None:
    answer = client.post("/sign-in", query_string={"next": asked}, data=typed())
    assert (answer.status_code, answer.location) == (303, reached)
    assert client.get("/sign-in", query_string={"next": asked}).location == reached


def test_a_page_sends_strangers_to_sign_in_and_back(browser: Browser, person: Person) -> None:
    sent = browser.get("/account/password", status=303).location
    assert sent == "/sign-in?next=/account/password"
    assert browser.submit(sent, typed()).location == "/account/password"


def test_signing_in_replaces_what_the_browser_had(
    client: FlaskClient, person: Person, sessions: Sessions
) -> None:
    with sessions.write() as session:
        interest = an_interest(session, an_open_challenge(session))
    given_a_link(client, interest)
    with client.session_transaction() as planted:
        planted["planted"] = "by somebody else"
    client.post("/sign-in", data=typed())
    first = cookies_of(client)
    client.post("/sign-in", data=typed())
    with client.session_transaction() as after:
        assert "planted" not in after and after["passes"] == [str(interest.id)]
        assert after["_user_id"] != first
    with sessions.read() as session:
        ended = session.scalars(select(SignIn.ended_at).order_by(SignIn.id)).all()
    assert [moment is None for moment in ended] == [False, True]


def test_the_cookie_is_not_in_the_database(
    client: FlaskClient, person: Person, session: Session
) -> None:
    client.post("/sign-in", data=typed())
    assert session.scalars(select(SignIn.secret_hash)).one() != cookies_of(client)


def test_signing_out_ends_the_session_on_the_server(
    browser: Browser, client: FlaskClient, person: Person
) -> None:
    browser.submit("/sign-in", typed())
    kept = client.get_cookie("engage")
    browser.submit("/account", to="/sign-out")
    browser.get("/account", status=303)
    assert kept is not None
    client.set_cookie("engage", kept.value)
    browser.get("/account", status=303)


def test_a_session_ends_when_nobody_is_there(
    browser: Browser, person: Person, clock: Clock
) -> None:
    browser.submit("/sign-in", typed())
    for _ in range(3):
        clock.advance(minutes=119)
        browser.get("/account")
    clock.advance(minutes=121)
    browser.get("/account", status=303)


def test_a_session_ends_after_a_long_day(browser: Browser, person: Person, clock: Clock) -> None:
    browser.submit("/sign-in", typed())
    for _ in range(11):
        clock.advance(hours=1)
        browser.get("/account")
    clock.advance(minutes=61)
    browser.get("/account", status=303)


def test_whoever_is_switched_off_is_out_at_once(
    browser: Browser, person: Person, sessions: Sessions
) -> None:
    browser.submit("/sign-in", typed())
    with sessions.write() as session:
        session.get_one(Person, person.id).disabled_at = NOW + timedelta(minutes=1)
    browser.get("/account", status=303)


def test_a_password_of_old_costs_is_hashed_again(
    browser: Browser, person: Person, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "is_outdated", lambda _: True)
    browser.submit("/sign-in", typed())
    with sessions.read() as session:
        stored = session.get_one(Person, person.id).password_hash
    assert stored != HASH and passwords.is_right(stored, PASSWORD)


def test_a_password_changed_meanwhile_does_not_let_in(session: Session) -> None:
    person = a_person(session, password_hash=HASH)
    assert service.admit(session, person.id, checked="another", browser="", at=NOW) is None
    person.disabled_at = NOW
    assert service.admit(session, person.id, checked=HASH, browser="", at=NOW) is None


@pytest.mark.parametrize(
    "base, name", [("https://e.example.org", "__Host-engage"), ("http://localhost", "engage")]
)
def test_the_cookie_is_kept_from_scripts_and_other_sites(
    sessions: Sessions, base: str, name: str
) -> None:
    settings = Settings(secret_keys=("a secret that only these tests use, 43",), base_url=base)
    answer = create_app(settings, sessions=sessions).test_client().get("/sign-in", base_url=base)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{name}=")
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert "Domain" not in cookie and ("Secure" in cookie) == base.startswith("https")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_forged_post_is_refused(sessions: Sessions, settings: Settings, person: Person) -> None:
    client = create_app(settings, sessions=sessions).test_client()
    assert client.post("/sign-in", data=typed()).status_code == 400
    Browser(client).submit("/sign-in", typed())


def test_strange_input_is_no_failure(client: FlaskClient, unhurried: None) -> None:
    for email in ("", "\x00", "a" * 5000, "ann@", "ann@\ud800".encode("utf-8", "replace")):
        for password in ("", "\x00" * 20, "a" * 5000):
            answer = client.post("/sign-in", data={"email": email, "password": password})
            assert answer.status_code == 422
