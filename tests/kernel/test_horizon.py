"""Whoever reads a list in the order of its stamps misses nothing that was being saved."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.horizon import settled
from tests.factories import an_open_challenge
from tests.services import fast_engine


@pytest.fixture
def real_sessions(fresh_database_url: str) -> Iterator[Sessions]:
    """Real commits, by the clock of the database."""
    engine = fast_engine(fresh_database_url)
    yield Sessions(engine)
    engine.dispose()


def shown(sessions: Sessions) -> set[str]:
    with sessions.read() as session:
        wanted = select(Challenge.title).where(settled(session, Challenge.updated_at))
        return set(session.scalars(wanted))


def save(session: Session, title: str) -> None:
    an_open_challenge(session, title=title, updated_at=now(session))


def test_what_is_committed_is_shown(real_sessions: Sessions) -> None:
    with real_sessions.write() as session:
        save(session, "first")
    assert shown(real_sessions) == {"first"}


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_nothing_is_shown_that_something_unseen_stands_before(real_sessions: Sessions) -> None:
    """SQLite has one writer at a time, so there this cannot be."""
    with real_sessions.write() as slow:
        at = now(slow)  # this transaction has a stamp, and has written nothing yet
        with real_sessions.write() as fast:
            save(fast, "second")
        assert shown(real_sessions) == set()
        an_open_challenge(slow, title="first", updated_at=at)
        slow.flush()
        assert shown(real_sessions) == set()
    assert shown(real_sessions) == {"first", "second"}
