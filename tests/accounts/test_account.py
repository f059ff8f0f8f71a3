import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts import passwords
from engage.accounts.models import Person, Role, SignIn
from engage.accounts.views.account import browser_name
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import PASSWORD, a_person, sign_in

HASH = passwords.hashed(PASSWORD)
NEW = "violet harbour mitten"


@pytest.fixture
def person(sessions: Sessions) -> Person:
    with sessions.write() as session:
        return a_person(
            session, Role.OFFICER, name="Ann Hartley", email="ann@example.org", password_hash=HASH
        )


@pytest.fixture
def browser(client: FlaskClient, sessions: Sessions, person: Person) -> Browser:
    sign_in(client, sessions, person)
    return Browser(client)


@pytest.fixture
def elsewhere(app: Flask, sessions: Sessions, person: Person) -> Browser:
    client = app.test_client()
    sign_in(client, sessions, person)
    return Browser(client)


def test_one_browser_can_sign_another_out(browser: Browser, elsewhere: Browser) -> None:
    page = browser.get("/account")
    assert page.text.count("This browser") == 1
    end = next(form.action for form in page.forms if form.action.endswith("/end"))
    elsewhere.get("/account")
    assert browser.submit("/account", to=end).location == "/account"
    elsewhere.get("/account", status=303)
    browser.get("/account")
    browser.post(end, status=404)


def test_all_others_can_be_signed_out(browser: Browser, elsewhere: Browser) -> None:
    browser.submit("/account", to="/account/sessions/end-others")
    elsewhere.get("/account", status=303)
    assert "Sign out everywhere else" not in browser.get("/account").words


def test_nobody_ends_a_strangers_session(browser: Browser, app: Flask, sessions: Sessions) -> None:
    with sessions.write() as session:
        stranger = a_person(session)
    theirs = app.test_client()
    sign_in(theirs, sessions, stranger)
    with sessions.read() as session:
        wanted = select(SignIn.id).where(SignIn.person_id == stranger.id)
        session_id = session.scalars(wanted).one()
    browser.get("/account")
    browser.post(f"/account/sessions/{session_id}/end", status=404)
    Browser(theirs).get("/account")


def test_a_new_password_needs_the_current_one_and_ends_other_sessions(
    browser: Browser, elsewhere: Browser, sessions: Sessions, person: Person
) -> None:
    wrong = {"current": "not my password", "password": NEW}
    page = browser.submit("/account/password", wrong, status=422)
    assert "This is not your current password" in page.words and NEW not in page.text
    elsewhere.get("/account")
    browser.submit("/account/password", {"current": PASSWORD, "password": NEW})
    browser.get("/account")
    elsewhere.get("/account", status=303)
    with sessions.read() as session:
        assert passwords.is_right(session.get_one(Person, person.id).password_hash, NEW)
        event = session.scalars(select(RecordedEvent)).one()
    assert (event.name, event.subject_id, event.payload) == ("password.changed", person.id, {})


@pytest.mark.parametrize("password", ["", "short", "ann hartley 1", "password1234"])
def test_a_bad_password_is_refused(browser: Browser, password: str) -> None:
    typed = {"current": PASSWORD, "password": password}
    browser.submit("/account/password", typed, status=422)


def test_whoever_has_no_password_cannot_change_it(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        person = a_person(session)
    sign_in(client, sessions, person)
    typed = {"current": PASSWORD, "password": NEW}
    Browser(client).submit("/account/password", typed, status=422)


def test_guessing_the_current_password_is_slowed_down(browser: Browser) -> None:
    browser.get("/account/password")
    for _ in range(10):
        browser.post("/account/password", {"current": "x", "password": NEW}, status=422)
    browser.post("/account/password", {"current": PASSWORD, "password": NEW}, status=429)


@pytest.mark.parametrize("number", [3, 30])
def test_the_account_costs_the_same_with_many_sessions(
    browser: Browser, app: Flask, sessions: Sessions, person: Person, queries: Queries, number: int
) -> None:
    for _ in range(number):
        sign_in(app.test_client(), sessions, person)
    with queries() as seen:
        assert browser.get("/account").text.count("Sign this browser out") == number
    assert len(seen) == 3


@pytest.mark.parametrize(
    "agent, name",
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Safari/604.1",
            "Safari on an iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Firefox/131.0", "Firefox on Linux"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_called_as_people_call_it(agent: str, name: str) -> None:
    assert browser_name(agent) == name
