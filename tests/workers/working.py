"""What tests of workers share: an installation of their own, and facts that owe a mail."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from kombu import pools
from sqlalchemy import select

from engage.accounts.models import SignIn
from engage.challenges.events import ChallengeExtended
from engage.kernel.clock import now
from engage.kernel.db import Sessions, make_engine
from engage.kernel.events import record
from engage.kernel.store import new_key
from engage.notices.models import HandIn, Step
from engage.reports.models import Compilation, CompiledFile, State
from engage.settings import Settings
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_draft_response,
    a_person,
    an_interest,
    an_open_challenge,
)
from tests.notices.finding import an_awaited_challenge, handed_in
from workers import runtime
from workers.app import celery, connect
from workers.waking import wake

LAST_YEAR = NOW - timedelta(days=365)


@contextmanager
def installation(home: Path, database_url: str, broker: str, **about: Any) -> Iterator[Sessions]:
    """Workers of this process work for it; its commits wake them."""
    forget_connections()
    connect(broker)
    chosen = Settings(
        data=home,
        database_url=database_url,
        broker_url=broker,
        secret_keys=("a secret that only these tests ever use, 42",),
        **about,
    )
    runtime.use(chosen)
    sessions = Sessions(make_engine(database_url), after_commit=wake)
    try:
        yield sessions
    finally:
        for held in (sessions.bind, runtime.sessions().bind):
            held.engine.dispose()
        forget_connections()


def forget_connections() -> None:
    """Celery keeps connections to the broker it was told of first."""
    pools.reset()
    celery._pool = None
    celery.amqp._producer_pool = None


def something_happens(sessions: Sessions, participants: int = 1) -> list[str]:
    """Commit a fact that owes each participant a mail; their addresses."""
    with sessions.write() as session:
        challenge = an_open_challenge(session, engagement_ends=NOW.replace(year=2999))
        emails = [an_interest(session, challenge).email for _ in range(participants)]
        fact = ChallengeExtended(
            subject_id=challenge.id,
            challenge_id=challenge.id,
            authority_id=challenge.authority_id,
            engagement_ends=NOW,
            ended_before=NOW,
        )
        record(session, fact, by=None, at=NOW)
    return emails


def an_end_is_near(sessions: Sessions) -> str:
    """An engagement that ends in 3 days; the address of somebody who has yet to send a response."""
    with sessions.write() as session:
        at, long_ago = now(session), NOW - timedelta(days=365)
        times = {"published_at": long_ago, "listed_at": long_ago}
        ends = at + timedelta(days=3)
        challenge = an_open_challenge(session, None, engagement_ends=ends, **times)
        holder = an_interest(session, challenge)
        a_draft_response(session, holder)
    return holder.email


def something_is_old(sessions: Sessions) -> None:
    """A sign-in of last year, and a compiled file of it that is in no store any more."""
    with sessions.write() as session:
        challenge = a_closed_challenge(session)
        person = a_person(session)
        place = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
        times = {"asked_at": LAST_YEAR, "due_at": LAST_YEAR, "finished_at": LAST_YEAR}
        file = CompiledFile(format="csv", key=new_key(), size=1, sha256="0" * 64)
        done = State.DONE
        session.add(Compilation(**place, **times, asked_by=person.id, state=done, files=[file]))
        seen = {"began_at": LAST_YEAR, "last_seen_at": LAST_YEAR}
        session.add(SignIn(person_id=person.id, secret_hash="old", **seen))


def nothing_old_is_left(sessions: Sessions) -> bool:
    with sessions.read() as session:
        tables = (SignIn.id, CompiledFile.key)
        return all(session.scalar(select(column).limit(1)) is None for column in tables)


def letters(home: Path) -> list[Path]:
    return list((home / "mail").glob("*.eml"))


def has_letters(home: Path, number: int) -> bool:
    return len(letters(home)) == number


def within(seconds: float, true: Callable[[], bool]) -> float:
    """How long it took; AssertionError when it did not come true in time."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"not within {seconds} seconds"
        time.sleep(0.02)
    return time.monotonic() - began


def a_notice_is_handed_in(sessions: Sessions) -> UUID:
    """Owe Find a Tender a notice, as an officer's button does."""
    with sessions.write() as session:
        return handed_in(session, an_awaited_challenge(session)).id


def has_step(sessions: Sessions, hand_in_id: UUID, step: Step) -> bool:
    with sessions.read() as session:
        return session.get_one(HandIn, hand_in_id).step is step
