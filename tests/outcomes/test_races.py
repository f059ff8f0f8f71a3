"""Many hands on one outcome: one release, nothing lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.events import RecordedEvent, record
from engage.outcomes import service
from engage.outcomes.events import OutcomeReleased
from engage.outcomes.models import Feedback
from tests.factories import NOW
from tests.outcomes.stages import Ended, an_ended_engagement, ready

pytestmark = pytest.mark.slow

AT_ONCE = 20


def race(sessions: Sessions, act: Callable[[Session, Challenge], object], ended: Ended) -> int:
    """How many of the threads got through."""
    barrier = Barrier(AT_ONCE, timeout=60)

    def attempt(_: int) -> bool:
        barrier.wait()
        try:
            with sessions.write() as session:
                act(session, session.get_one(Challenge, ended.challenge.id))
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(attempt, range(AT_ONCE)))


def told(sessions: Sessions, name: str) -> int:
    with sessions.read() as session:
        wanted = select(func.count()).where(RecordedEvent.name == name)
        return session.scalar(wanted) or 0


@pytest.mark.slow
def test_twenty_releases_at_once_are_one(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        ended = ready(session)
    by = ended.officer.id

    def release(session: Session, challenge: Challenge) -> None:
        service.release(session, challenge, by=by, at=NOW)

    assert race(fresh_sessions, release, ended) == 1
    assert told(fresh_sessions, "outcome.released") == 1
    assert told(fresh_sessions, "challenge.concluded") == 1


@pytest.mark.slow
def test_a_release_that_does_not_look_would_tell_twice(fresh_sessions: Sessions) -> None:
    """The control: the same race without the lock and the check is seen by these tests."""
    with fresh_sessions.write() as session:
        ended = ready(session)

    def careless(session: Session, challenge: Challenge) -> None:
        fact = OutcomeReleased(subject_id=challenge.id, challenge_id=challenge.id, told=3)
        record(session, fact, by=None, at=NOW)

    assert race(fresh_sessions, careless, ended) == AT_ONCE
    assert told(fresh_sessions, "outcome.released") == AT_ONCE


@pytest.mark.slow
def test_preparing_at_once_makes_one_piece_each(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        ended = an_ended_engagement(session)
    by: UUID = ended.officer.id

    def prepare(session: Session, challenge: Challenge) -> None:
        service.prepare(session, challenge, by=by, at=NOW)

    assert race(fresh_sessions, prepare, ended) == AT_ONCE
    assert told(fresh_sessions, "feedback.prepared") == 1
    with fresh_sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Feedback)) == 3
