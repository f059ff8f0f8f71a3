"""Many browsers register one address at once: one row."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from engage.challenges.models import Challenge
from engage.interest import service
from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.suppliers.models import Supplier
from tests.factories import NOW, an_open_challenge

pytestmark = pytest.mark.slow

AT_ONCE = 6
TOLD: dict[str, Any] = {
    "organisation": "Idea House",
    "name": "Ida",
    "email": "ida@example.org",
    "alerts": False,
}


def race(attempt: Callable[[Barrier], object]) -> list[object]:
    barrier = Barrier(AT_ONCE, timeout=30)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [each.result() for each in [pool.submit(attempt, barrier) for _ in range(AT_ONCE)]]


def an_id(sessions: Sessions) -> UUID:
    with sessions.write() as session:
        return an_open_challenge(session).id


def count(sessions: Sessions, table: type[Interest] | type[Supplier]) -> int:
    with sessions.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_one_address_at_once_is_one_row(fresh_sessions: Sessions) -> None:
    challenge_id = an_id(fresh_sessions)

    def attempt(barrier: Barrier) -> UUID:
        barrier.wait()
        with fresh_sessions.write() as session:
            challenge = session.get_one(Challenge, challenge_id)
            interest = service.register(session, challenge, at=NOW, **TOLD)
            return interest.id

    assert len(set(race(attempt))) == 1
    assert count(fresh_sessions, Interest) == 1
    with fresh_sessions.read() as session:
        again = [event.payload["again"] for event in session.scalars(select(RecordedEvent))]
    assert again == [False]  # and one mail


def test_confirming_at_once_makes_one_supplier(fresh_sessions: Sessions) -> None:
    challenge_id = an_id(fresh_sessions)
    with fresh_sessions.write() as session:
        challenge = session.get_one(Challenge, challenge_id)
        interest_id = service.register(session, challenge, at=NOW, **TOLD).id

    def attempt(barrier: Barrier) -> None:
        barrier.wait()
        with fresh_sessions.write() as session:
            interest = session.get_one(Interest, interest_id)
            service.confirm(session, interest, at=NOW)

    race(attempt)
    assert count(fresh_sessions, Supplier) == 1
    with fresh_sessions.read() as session:
        wanted = select(func.count()).where(RecordedEvent.name == "interest.confirmed")
        assert session.scalar(wanted) == 1


def test_leaving_at_once_is_leaving_once(fresh_sessions: Sessions) -> None:
    challenge_id = an_id(fresh_sessions)
    with fresh_sessions.write() as session:
        challenge = session.get_one(Challenge, challenge_id)
        interest_id = service.register(session, challenge, at=NOW, **TOLD).id

    def attempt(barrier: Barrier) -> None:
        barrier.wait()
        with fresh_sessions.write() as session:
            service.withdraw(session, session.get_one(Interest, interest_id), at=NOW)

    race(attempt)
    with fresh_sessions.read() as session:
        wanted = select(func.count()).where(RecordedEvent.name == "interest.withdrawn")
        assert session.scalar(wanted) == 1


def test_looking_before_adding_would_lose_the_race(fresh_sessions: Sessions) -> None:
    """The negative control: the same race, with a look and then an insert, collides."""
    challenge_id = an_id(fresh_sessions)
    with fresh_sessions.read() as session:
        authority_id = session.get_one(Challenge, challenge_id).authority_id

    def attempt(barrier: Barrier) -> bool:
        with fresh_sessions.read() as session:
            known = session.scalar(select(Interest.id).where(Interest.email == TOLD["email"]))
        barrier.wait()
        if known:
            return True
        try:
            with fresh_sessions.write() as session:
                row = Interest(
                    challenge_id=challenge_id,
                    authority_id=authority_id,
                    registered_at=NOW,
                    **TOLD,
                )
                session.add(row)
        except IntegrityError:
            return False
        return True

    assert race(attempt).count(False) == AT_ONCE - 1
