from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import perf_counter

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts import passwords, service
from engage.accounts.models import PasswordReset, Person, Role
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.tokens import BadLink, Signer
from engage.web import limits
from tests.browsing import Browser
from tests.factories import NOW, PASSWORD, a_person, sign_in
from tests.services import Clock

HASH = passwords.hashed(PASSWORD)
NEW = "violet harbour mitten"


@pytest.fixture
def person(sessions: Sessions) -> Person:
    with sessions.write() as session:
        return a_person(session, Role.OFFICER, email="ann@example.org", password_hash=HASH)


def link(app: Flask, sessions: Sessions, clock: Clock) -> str:
    """Ask for a link, and read it as the e-mail would carry it."""
    with sessions.write() as session:
        reset = service.ask_reset(session, "Ann@example.org ", at=clock.now)
    assert reset is not None
    signer: Signer = app.extensions["signer"]
    return f"/reset/{signer.sign(service.RESET, str(reset.id), at=clock.now)}"


def test_the_answer_is_the_same_for_everybody(
    client: FlaskClient, person: Person, sessions: Sessions
) -> None:
    browser, bodies, times = Browser(client), set(), []
    for email in ("ann@example.org", "nobody@example.org"):
        browser.get("/reset")
        began = perf_counter()
        page = browser.post("/reset", {"email": email}, status=200)
        times.append(perf_counter() - began)
        bodies.add(page.words.replace(email, "ADDRESS"))
    assert len(bodies) == 1 and "If there is an account" in bodies.pop()
    assert min(times) >= limits.EVENLY
    with sessions.read() as session:
        event = session.scalars(select(RecordedEvent)).one()
        reset = session.scalars(select(PasswordReset)).one()
    assert (event.name, event.subject_id) == ("password_reset.asked", reset.id)
    assert event.payload == {} and event.actor_id is None


def test_asking_twice_sends_one(person: Person, sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        assert service.ask_reset(session, person.email, at=clock.now)
        assert service.ask_reset(session, person.email, at=clock.advance(seconds=30)) is None
        assert service.ask_reset(session, person.email, at=clock.advance(minutes=5))


def test_a_new_password_ends_every_session(
    app: Flask, client: FlaskClient, person: Person, sessions: Sessions, clock: Clock
) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, sessions, person)
    Browser(elsewhere).get("/account")
    browser, address = Browser(client), link(app, sessions, clock)
    browser.get(address)
    assert browser.submit(address, {"password": NEW}).location == "/desk"
    browser.get("/account")
    Browser(elsewhere).get("/account", status=303)
    assert "used or replaced" in browser.get(address, status=410).words
    browser.submit("/account", to="/sign-out")
    browser.submit("/sign-in", {"email": person.email, "password": PASSWORD}, status=422)
    browser.submit("/sign-in", {"email": person.email, "password": NEW})


def test_using_one_link_ends_the_others(
    app: Flask, client: FlaskClient, person: Person, sessions: Sessions, clock: Clock
) -> None:
    first = link(app, sessions, clock)
    clock.advance(minutes=10)
    second = link(app, sessions, clock)
    Browser(client).submit(second, {"password": NEW})
    Browser(client).get(first, status=410)


def test_a_link_lasts_an_hour(
    app: Flask, client: FlaskClient, person: Person, sessions: Sessions, clock: Clock
) -> None:
    address = link(app, sessions, clock)
    clock.advance(minutes=59)
    Browser(client).get(address)
    clock.advance(minutes=2)
    page = Browser(client).get(address, status=410)
    assert "expired" in page.words and "/reset" in page.links()


def test_links_of_others_are_not_found(app: Flask, client: FlaskClient, person: Person) -> None:
    signer: Signer = app.extensions["signer"]
    foreign = signer.sign(service.INVITATION, str(person.id), at=NOW)
    for token in ("x", foreign, signer.sign(service.RESET, "x", at=NOW)):
        Browser(client).get(f"/reset/{token}", status=410)


@pytest.mark.parametrize("password", ["", "short", "password1234"])
def test_a_bad_password_keeps_the_link(
    app: Flask, client: FlaskClient, person: Person, sessions: Sessions, clock: Clock, password: str
) -> None:
    address = link(app, sessions, clock)
    Browser(client).submit(address, {"password": password}, status=422)
    Browser(client).get(address)


def test_whoever_is_switched_off_gets_no_link(
    app: Flask, client: FlaskClient, person: Person, sessions: Sessions, clock: Clock
) -> None:
    address = link(app, sessions, clock)
    with sessions.write() as session:
        session.get_one(Person, person.id).disabled_at = NOW
        later = clock.advance(minutes=10)
        assert service.ask_reset(session, person.email, at=later) is None
    Browser(client).get(address, status=410)


def test_of_two_at_once_one_wins(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        a_person(session, email="ann@example.org", password_hash=HASH)
        reset = service.ask_reset(session, "ann@example.org", at=NOW)
        assert reset is not None
    together = Barrier(2)

    def use(number: int) -> str:
        together.wait()
        try:
            with fresh_sessions.write() as session:
                service.use_reset(session, reset.id, password_hash=f"hash {number}", at=NOW)
        except BadLink:
            return "too late"
        return "in"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(use, range(2))) == ["in", "too late"]


def test_strange_input_is_no_failure(client: FlaskClient) -> None:
    for email in ("", "\x00", "a b@example.org", "x" * 3000):
        assert client.post("/reset", data={"email": email}).status_code == 422
