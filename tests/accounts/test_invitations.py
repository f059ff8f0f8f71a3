from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts import passwords, service
from engage.accounts.models import Invitation, Membership, Person, Role
from engage.authorities.models import Authority
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.events import RecordedEvent
from engage.kernel.tokens import BadLink, Signer
from tests.browsing import Browser
from tests.factories import NOW, PASSWORD, a_council, a_person
from tests.services import Clock

HASH = passwords.hashed(PASSWORD)


def invited(session: Session, council: Authority, **about: object) -> Invitation:
    values: dict[str, object] = {"email": "ida@marlbury.example.org", "name": "Ida Novak"}
    values["role"] = Role.OFFICER
    values |= about
    return service.invite(session, council, by=None, at=NOW, **values)  # type: ignore[arg-type]


@pytest.fixture
def council(sessions: Sessions) -> Authority:
    with sessions.write() as session:
        return a_council(session)


@pytest.fixture
def invitation(sessions: Sessions, council: Authority) -> Invitation:
    with sessions.write() as session:
        return invited(session, council)


@pytest.fixture
def link(app: Flask, invitation: Invitation) -> str:
    return link_to(app, invitation.id)


def link_to(app: Flask, subject: UUID, purpose: str = service.INVITATION) -> str:
    signer: Signer = app.extensions["signer"]
    return f"/invitation/{signer.sign(purpose, str(subject), at=NOW)}"


def names(session: Session) -> list[str]:
    return sorted(session.scalars(select(RecordedEvent.name)))


def test_an_invitation_is_owed_and_names_nobody(session: Session) -> None:
    council = a_council(session)
    invitation = invited(session, council, email=" IDA@Marlbury.example.org")
    event = session.scalars(select(RecordedEvent)).one()
    assert (event.name, event.subject_id) == ("invitation.made", invitation.id)
    assert event.payload == {"role": "officer"} and event.authority_id == council.id
    assert invitation.email == "ida@marlbury.example.org"


@pytest.mark.parametrize("problem", ["waiting", "has it", "switched off"])
def test_an_invitation_that_is_not_needed_is_refused(session: Session, problem: str) -> None:
    council = a_council(session)
    if problem == "waiting":
        invited(session, council)
    else:
        person = a_person(session, Role.OFFICER, at=council, email="ida@marlbury.example.org")
        person.disabled_at = NOW if problem == "switched off" else None
    with pytest.raises(Refusal):
        invited(session, council)


def test_nobody_learns_what_another_council_did(session: Session) -> None:
    """The account was switched off there; here the invitation goes out as to anybody."""
    person = a_person(session, Role.OFFICER, email="ida@marlbury.example.org", disabled_at=NOW)
    invitation = invited(session, a_council(session))
    assert invitation.email == person.email


def test_accepting_chooses_a_password_and_signs_in(
    client: FlaskClient, link: str, council: Authority, sessions: Sessions
) -> None:
    browser = Browser(client)
    page = browser.get(link).words
    assert council.name in page and "Ida Novak" in page and "Officer" in page
    assert browser.submit(link, {"password": PASSWORD}).location == "/desk"
    assert f"Officer at {council.name}" in browser.get("/account").words
    with sessions.read() as session:
        person = session.scalars(select(Person)).one()
        assert passwords.is_right(person.password_hash, PASSWORD)
        assert session.get(Membership, (person.id, council.id, Role.OFFICER))
        assert names(session) == [
            "invitation.accepted",
            "invitation.made",
            "password.changed",
            "role.given",
        ]


def test_looking_uses_nothing_up(client: FlaskClient, link: str) -> None:
    for _ in range(3):
        Browser(client).get(link)
    Browser(client).submit(link, {"password": PASSWORD})


def test_a_link_works_once_and_says_what_to_do_then(client: FlaskClient, link: str) -> None:
    browser = Browser(client)
    browser.submit(link, {"password": PASSWORD})
    answer = browser.get(link, status=410)
    assert "has been used" in answer.words and "/sign-in" in answer.links()
    browser.post(link, {"password": "another long secret"}, status=410)


def test_an_old_link_says_so(client: FlaskClient, link: str, clock: Clock) -> None:
    clock.advance(hours=47)
    Browser(client).get(link)
    clock.advance(hours=2)
    assert "expired" in Browser(client).get(link, status=410).words


def test_a_link_sent_again_lasts_longer_and_a_withdrawn_one_does_not_work(
    app: Flask, client: FlaskClient, invitation: Invitation, sessions: Sessions, clock: Clock
) -> None:
    clock.advance(days=3)
    with sessions.write() as session:
        again = session.get_one(Invitation, invitation.id)
        service.resend(session, again, by=None, at=clock.now)
    signer: Signer = app.extensions["signer"]
    token = signer.sign(service.INVITATION, str(invitation.id), at=clock.now)
    Browser(client).get(f"/invitation/{token}")
    with sessions.write() as session:
        again = session.get_one(Invitation, invitation.id)
        service.withdraw(session, again, by=None, at=clock.now)
        with pytest.raises(Refusal):
            service.resend(session, again, by=None, at=clock.now)
    assert "withdrawn" in Browser(client).get(f"/invitation/{token}", status=410).words


def test_an_altered_link_is_not_found(app: Flask, client: FlaskClient, link: str) -> None:
    browser = Browser(client)
    for wrong in (link[:-1], link[:-1] + "!", "/invitation/x", link_to(app, uuid4(), "reset")):
        assert "Copy the whole link" in browser.get(wrong, status=410).words
    signer: Signer = app.extensions["signer"]
    browser.get(f"/invitation/{signer.sign(service.INVITATION, 'x', at=NOW)}", status=410)
    assert "not there any more" in browser.get(link_to(app, uuid4()), status=410).words


@pytest.mark.parametrize("password", ["", "short", "password1234", "ida novak is here", "x" * 2000])
def test_a_bad_password_is_refused_with_a_reason(
    client: FlaskClient, link: str, password: str
) -> None:
    browser = Browser(client)
    page = browser.submit(link, {"password": password}, status=422)
    assert ("There is a problem" in page.words and password not in page.text) or not password
    browser.submit(link, {"password": PASSWORD})


def test_somebody_known_only_gets_the_role(
    client: FlaskClient, link: str, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        known = a_person(
            session, Role.AUDITOR, email="ida@marlbury.example.org", password_hash=HASH
        )
    browser = Browser(client)
    assert "password" not in browser.get(link).forms[-1].values
    assert browser.submit(link).location == "/sign-in"
    with sessions.read() as session:
        assert session.get_one(Person, known.id).password_hash == HASH
        assert session.get(Membership, (known.id, council.id, Role.OFFICER))
        assert len(session.scalars(select(Membership)).all()) == 2


def test_whoever_was_switched_off_meanwhile_stays_out(session: Session) -> None:
    invitation = invited(session, a_council(session))
    a_person(session, email="ida@marlbury.example.org", disabled_at=NOW)
    with pytest.raises(Refusal, match="switched off"):
        service.accept(session, invitation.id, password_hash=HASH, at=NOW)


def race(sessions: Sessions, invitation_id: UUID, accept: object) -> list[str]:
    """Two browsers press the button at the same moment: who got in."""
    together = Barrier(2)

    def press(number: int) -> str:
        try:
            accept(sessions, invitation_id, together)  # type: ignore[operator]
        except BadLink:
            return "too late"
        return "in"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(press, range(2)))


def properly(sessions: Sessions, invitation_id: UUID, together: Barrier) -> None:
    together.wait()
    with sessions.write() as session:
        service.accept(session, invitation_id, password_hash=HASH, at=NOW)


def carelessly(sessions: Sessions, invitation_id: UUID, together: Barrier) -> None:
    """Reads first and writes later, without asking again."""
    with sessions.read() as session:
        invitation = service.require_open_invitation(session, invitation_id, at=NOW)
    together.wait()
    with sessions.write() as session:
        session.merge(invitation).used_at = NOW


def test_of_two_at_once_one_gets_in(fresh_sessions: Sessions) -> None:
    for _ in range(5):
        with fresh_sessions.write() as session:
            invitation = invited(session, a_council(session), email=f"{uuid4().hex}@example.org")
        assert race(fresh_sessions, invitation.id, properly) == ["in", "too late"]


def test_the_race_would_notice_carelessness(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        invitation = invited(session, a_council(session))
    assert race(fresh_sessions, invitation.id, carelessly) == ["in", "in"]


def test_two_invitations_of_one_person_make_one_person(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        council = a_council(session)
        both = [invited(session, council, role=role).id for role in (Role.OFFICER, Role.AUDITOR)]
    together = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda key: properly(fresh_sessions, key, together), both))
    with fresh_sessions.read() as session:
        assert len(session.scalars(select(Person)).all()) == 1
        assert len(session.scalars(select(Membership)).all()) == 2
