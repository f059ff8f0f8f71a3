from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from engage.kernel import seal
from engage.kernel.db import Sessions
from engage.kernel.events import Event, RecordedEvent, record
from engage.kernel.seal import Seal
from tests.services import Clock


class Rang(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "bell.rang"


def three_batches(sessions: Sessions, clock: Clock) -> None:
    for _ in range(3):
        with sessions.write() as session:
            for _ in range(4):
                record(session, Rang(subject_id=uuid4()), by=uuid4(), at=clock.now)
        assert seal.seal_due(sessions) == 4
        clock.advance(minutes=1)


def test_an_untouched_trail_is_whole(sessions: Sessions, clock: Clock) -> None:
    three_batches(sessions, clock)
    with sessions.write() as session:
        record(session, Rang(subject_id=uuid4()), by=None, at=clock.now)
    with sessions.read() as session:
        assert (seal.verify(session), seal.counts(session)) == (None, (12, 1))


def test_sealing_twice_seals_nothing_twice(sessions: Sessions, clock: Clock) -> None:
    three_batches(sessions, clock)
    assert seal.seal_due(sessions) == 0


def test_nobody_waits_while_there_is_nothing_to_seal(
    sessions: Sessions, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite a writer's lock holds up everybody who sends."""
    three_batches(sessions, clock)
    monkeypatch.setattr(sessions, "write", lambda: pytest.fail("it took the lock"))
    assert seal.seal_due(sessions) == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "bell.fell"},
        {"actor_id": None},
        {"payload": {"volume": 11}},
        {"occurred_at": "later"},
        {"subject_id": UUID(int=7)},
        {"challenge_id": UUID(int=8)},
        {"authority_id": UUID(int=9)},
        {"position": 9},
        {"sealed_in": None},
        {"sealed_in": 3},
        {"sealed_in": 7},
    ],
    ids=lambda change: "-".join(f"{key}={value}" for key, value in change.items())[:40],
)
def test_any_change_to_a_sealed_event_is_found(
    sessions: Sessions, clock: Clock, changed: dict[str, Any]
) -> None:
    three_batches(sessions, clock)
    values = dict(changed)
    if values.get("occurred_at"):
        values["occurred_at"] = clock.now + timedelta(microseconds=1)
    with sessions.write() as session:
        victim = session.query(RecordedEvent.id).filter_by(sealed_in=2, position=1).scalar()
        session.execute(update(RecordedEvent).where(RecordedEvent.id == victim).values(**values))
    with sessions.read() as session:
        problem = seal.verify(session)
    assert problem is not None
    assert problem.seal == 2


def one_event(session: Session) -> None:
    victim = session.query(RecordedEvent.id).filter_by(sealed_in=2, position=1).scalar()
    session.execute(delete(RecordedEvent).where(RecordedEvent.id == victim))


def one_seal(session: Session) -> None:
    session.execute(delete(Seal).where(Seal.number == 2))


def the_last_seal(session: Session) -> None:
    session.execute(delete(Seal).where(Seal.number == 3))


@pytest.mark.parametrize(("remove", "where"), [(one_event, 2), (one_seal, 2), (the_last_seal, 3)])
def test_what_was_removed_is_missed(
    sessions: Sessions, clock: Clock, remove: Any, where: int
) -> None:
    three_batches(sessions, clock)
    with sessions.write() as session:
        remove(session)
    with sessions.read() as session:
        problem = seal.verify(session)
    assert problem is not None
    assert problem.seal == where
