"""The fixtures themselves: what is written in one test is gone in the next."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from engage.kernel.db import Sessions
from tests.conftest import Queries
from tests.services import Clock


def test_nothing_survives_a_test(sessions: Sessions, queries: Queries) -> None:
    with queries() as seen, sessions.write() as session:
        session.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    assert len(seen) == 1
    with sessions.read() as session:
        assert session.execute(text("SELECT count(*) FROM left_behind")).scalar() == 0


def test_nothing_survived_the_test_before(sessions: Sessions) -> None:
    with sessions.write() as session:
        session.execute(text("CREATE TABLE left_behind (id INTEGER)"))


def test_a_fresh_database_really_commits(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        session.execute(text("CREATE TABLE kept (id INTEGER)"))
        session.execute(text("INSERT INTO kept VALUES (1)"))
    with fresh_sessions.read() as session:
        assert session.execute(text("SELECT count(*) FROM kept")).scalar() == 1


def test_the_clock_stands_still_until_it_is_moved(session: Session, clock: Clock) -> None:
    before = clock(session)
    assert clock.advance(hours=1) == clock(session) != before
