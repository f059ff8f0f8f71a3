"""The first time somebody reads a response is a line of the trail, and only the first."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engage.accounts.models import Person, Role
from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.responses import service
from engage.responses.models import Reading, Response, Submission
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_council,
    a_person,
    a_submitted_response,
    an_interest,
    an_officer,
    sign_in,
)
from tests.reviews.scene import a_board


def readings(session: Session) -> Sequence[RecordedEvent]:
    wanted = select(RecordedEvent).where(RecordedEvent.name == "response.read")
    return session.scalars(wanted.order_by(RecordedEvent.id)).all()


@pytest.fixture
def council(sessions: Sessions) -> Authority:
    with sessions.write() as session:
        return a_council(session)


@pytest.fixture
def challenge(sessions: Sessions, council: Authority) -> Challenge:
    with sessions.write() as session:
        return a_closed_challenge(session, council)


@pytest.fixture
def sent(sessions: Sessions, challenge: Challenge) -> list[Response]:
    with sessions.write() as session:
        firms = [an_interest(session, challenge, organisation=name) for name in ("Ada", "Bell")]
        return [a_submitted_response(session, firm) for firm in firms]


def signed_in(client: FlaskClient, sessions: Sessions, person: Person) -> Browser:
    sign_in(client, sessions, person)
    return Browser(client)


def test_who_read_which_response_and_when(
    client: FlaskClient,
    sessions: Sessions,
    council: Authority,
    challenge: Challenge,
    sent: list[Response],
) -> None:
    place = f"/desk/challenges/{challenge.reference}"
    with sessions.write() as session:
        officer = an_officer(session, council, name="Olu Officer")
        auditor = a_person(session, Role.AUDITOR, at=council, name="Asha Auditor")
        receipts = dict(session.execute(select(Submission.response_id, Submission.receipt)).all())
    browser = signed_in(client, sessions, officer)
    assert browser.get(f"{place}/responses").words.count("New") == 2
    for _twice in range(2):
        browser.get(f"{place}/responses/{sent[0].id}")
    assert browser.get(f"{place}/responses").words.count("Read by you") == 1
    second = signed_in(client, sessions, auditor)
    second.get(f"{place}/responses/{sent[0].id}")
    with sessions.read() as session:
        told = [(fact.actor_id, fact.subject_id, fact.payload) for fact in readings(session)]
    receipt = receipts[sent[0].id]
    assert told == [
        (officer.id, sent[0].id, {"receipt": receipt}),
        (auditor.id, sent[0].id, {"receipt": receipt}),
    ]
    timeline = second.get(f"{place}/timeline").words
    assert f"The response with the receipt {receipt} was read" in timeline
    assert "Olu Officer" in timeline and "Asha Auditor" in timeline


def test_a_member_of_the_board_reads_as_well(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        scene = a_board(session)
    browser = signed_in(client, sessions, scene.member)
    browser.get(f"/board/reviews/{scene.ideas[0].id}")
    with sessions.read() as session:
        facts = readings(session)
        assert [(fact.actor_id, fact.subject_id) for fact in facts] == [
            (scene.member.id, scene.responses[0].id)
        ]


def test_nothing_is_noted_of_what_was_not_shown(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, sent: list[Response]
) -> None:
    address = f"/desk/challenges/{challenge.reference}/responses/{sent[0].id}"
    with sessions.write() as session:
        stranger = an_officer(session, a_council(session))
        undeclared = a_board(session, declared=False)
    assert client.get(address).status_code == 303
    signed_in(client, sessions, stranger).get(address, status=404)
    signed_in(client, sessions, undeclared.member)
    assert client.get(f"/board/reviews/{undeclared.ideas[0].id}").status_code != 200
    with sessions.read() as session:
        assert not readings(session)


def test_a_busy_database_costs_nobody_the_page(
    client: FlaskClient,
    sessions: Sessions,
    council: Authority,
    challenge: Challenge,
    sent: list[Response],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = f"/desk/challenges/{challenge.reference}/responses/{sent[0].id}"
    with sessions.write() as session:
        officer = an_officer(session, council)
    browser = signed_in(client, sessions, officer)

    def busy(*_: object, **__: object) -> None:
        raise OperationalError("insert", {}, Exception("database is locked"))

    with monkeypatch.context() as patch:
        patch.setattr(service, "note_read", busy)
        browser.get(address)
    with sessions.read() as session:
        assert not readings(session)
    browser.get(address)  # the next visit brings it
    with sessions.read() as session:
        assert len(readings(session)) == 1


def test_ten_windows_at_once_are_one_reading(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        challenge = a_closed_challenge(session)
        officer = an_officer(session, challenge.authority)
        response = a_submitted_response(session, an_interest(session, challenge))
    ready = Barrier(10)

    def read(_window: int) -> None:
        ready.wait(timeout=60)
        with fresh_sessions.write() as session:
            service.note_read(session, response.id, by=officer.id, at=NOW)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(read, range(10)))
    with fresh_sessions.read() as session:
        assert len(readings(session)) == 1
        assert session.get(Reading, (response.id, officer.id)) is not None


def test_what_was_taken_back_is_not_read(session: Session) -> None:
    challenge = a_closed_challenge(session)
    response = a_submitted_response(session, an_interest(session, challenge))
    session.scalars(select(Submission)).one().replaced_at = NOW
    session.flush()
    officer = an_officer(session, challenge.authority)
    service.note_read(session, response.id, by=officer.id, at=NOW)
    assert not readings(session)
