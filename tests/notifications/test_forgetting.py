"""Messages that nobody has to show are forgotten, and registrations that nobody confirmed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engage.interest.models import Interest
from engage.interest.models import State as InterestState
from engage.kernel import retention
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.notifications import service
from engage.notifications.models import Message, State
from engage.notifications.service import forgetting
from tests.factories import NOW, a_place, a_sitting, an_interest, an_open_challenge
from tests.notifications.post import a_message, messages

PENDING = {"state": InterestState.PENDING, "confirmed_at": None}
OLD = NOW - timedelta(days=30, microseconds=1)
MONTH = NOW - timedelta(days=30)


def test_old_attachments_are_forgotten(sessions: Sessions) -> None:
    with sessions.write() as session:
        for name, days in (("old", 31), ("new", 29)):
            a_message(session, recipient=f"{name}@example.org")
            row = next(row for row in messages(session) if row.state is State.QUEUED)
            row.state, row.sent_at = State.SENT, NOW - timedelta(days=days)
            row.calendar = "BEGIN:VCALENDAR"
        a_message(session, recipient="queued@example.org")
    service.forget_due(sessions)
    with sessions.read() as session:
        left = {row.recipient: row.calendar for row in messages(session)}
    assert left == {
        "old@example.org": None,
        "new@example.org": "BEGIN:VCALENDAR",
        "queued@example.org": None,
    }


def test_letters_of_no_challenge_are_forgotten_once_settled(sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        about = {"subject_id": challenge.id}
        long_ago = NOW - timedelta(days=91)
        a_message(session, recipient="old@example.org", at=long_ago, **about)
        a_message(session, recipient="queued@example.org", at=long_ago, **about)
        a_message(session, recipient="new@example.org", at=NOW - timedelta(days=89), **about)
        a_message(
            session, recipient="kept@example.org", at=long_ago, challenge_id=challenge.id, **about
        )
        for row in messages(session):
            row.state = State.QUEUED if row.recipient.startswith("queued") else State.SENT
    service.forget_due(sessions)
    with sessions.read() as session:
        left = [row.recipient for row in messages(session)]
    assert left == ["kept@example.org", "new@example.org", "queued@example.org"]


def test_a_registration_nobody_confirmed_goes_with_its_messages(sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        gone = an_interest(session, challenge, **PENDING, registered_at=OLD, link_owed_at=OLD)
        asked = an_interest(session, challenge, **PENDING, registered_at=OLD, link_owed_at=MONTH)
        fresh = an_interest(session, challenge, **PENDING, registered_at=MONTH)
        was_here = an_interest(
            session, challenge, state=InterestState.PENDING, confirmed_at=OLD, registered_at=OLD
        )
        confirmed = an_interest(session, challenge, registered_at=OLD)
        a_place(session, a_sitting(session, challenge), confirmed)
        kept = {asked.id, fresh.id, was_here.id, confirmed.id}
        for each in (gone, confirmed):
            about = {"subject_id": each.id, "interest_id": each.id, "challenge_id": challenge.id}
            a_message(session, recipient=each.email, **about)
    service.forget_due(sessions)
    with sessions.read() as session:
        assert set(session.scalars(select(Interest.id))) == kept
        assert set(session.scalars(select(Message.interest_id))) == {confirmed.id}
        name = RecordedEvent.name == "registrations.forgotten"
        [fact] = session.scalars(select(RecordedEvent).where(name))
    assert fact.payload == {"number": 1}
    assert (fact.challenge_id, fact.authority_id) == (challenge.id, challenge.authority_id)
    assert fact.actor_id is None


def test_many_are_forgotten_a_batch_a_transaction(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (retention, forgetting):
        monkeypatch.setattr(module, "BATCH", 2)
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        for _ in range(5):
            an_interest(session, challenge, **PENDING, registered_at=OLD)
        for number in range(5):
            a_message(session, recipient=f"p{number}@example.org")
        for row in messages(session):
            row.state, row.sent_at, row.calendar = State.SENT, OLD, "BEGIN:VCALENDAR"
    service.forget_due(sessions)
    with sessions.read() as session:
        assert session.scalar(select(func.count(Interest.id))) == 0
        assert session.scalar(select(func.count(Message.calendar))) == 0
        name = RecordedEvent.name == "registrations.forgotten"
        facts = session.scalars(select(RecordedEvent).where(name).order_by(RecordedEvent.id))
        assert sorted(fact.payload["number"] for fact in facts) == [1, 2, 2]
