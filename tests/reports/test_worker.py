"""The task, as workers run it: woken by a commit, over Redis and inside one process."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from engage.kernel.db import Sessions
from engage.reports import service
from engage.reports.models import Compilation, CompiledFile, State
from engage.reports.service import compiling
from tests.factories import (
    a_closed_challenge,
    a_council,
    a_prompt,
    a_submitted_response,
    an_interest,
    an_officer,
)
from tests.workers.working import installation, within
from workers.process import working

RESPONSES = 600
MEMORY = "memory://"

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _chatty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "SAID_EVERY", 0.0)


def ask(sessions: Sessions) -> UUID:
    """What the officer's button does, after 600 responses came."""
    at = datetime.now(UTC)
    with sessions.write() as session:
        council = a_council(session)
        ended = {"engagement_ends": at - timedelta(hours=1), "closed_at": at}
        challenge = a_closed_challenge(session, council, **ended)
        prompt = a_prompt(session, challenge)
        for _ in range(RESPONSES):
            holder = an_interest(session, challenge)
            a_submitted_response(session, holder, {prompt.id: "Mend the roofs first."})
        officer = an_officer(session, council)
    with sessions.write() as session:
        kept = session.merge(challenge)
        return service.ask(session, kept, by=officer.id, at=at).id


class Watch:
    """Looks at a compilation as its page does, and remembers what it saw."""

    def __init__(self, sessions: Sessions, compilation_id: UUID) -> None:
        self.sessions, self.id = sessions, compilation_id
        self.rows: set[int] = set()

    def is_done(self) -> bool:
        with self.sessions.read() as session:
            found = session.get_one(Compilation, self.id)
            if found.state is State.RUNNING:
                self.rows.add(found.rows_done)
            return found.state is State.DONE


@pytest.mark.services
def test_over_redis(fresh_database_url: str, redis_url: str, tmp_path: Path) -> None:
    with (
        installation(tmp_path, fresh_database_url, redis_url) as sessions,
        working(threads=2, wait=10),
    ):
        watch = Watch(sessions, ask(sessions))
        within(20, watch.is_done)
        with sessions.read() as session:
            keys = set(session.scalars(select(CompiledFile.key)))
    stored = {path.name for path in (tmp_path / "store").rglob("*") if path.is_file()}
    assert len(keys) == 7
    assert keys <= stored  # beside what is published for everybody


def test_in_one_process_with_progress_to_see(fresh_database_url: str, tmp_path: Path) -> None:
    with (
        installation(tmp_path, fresh_database_url, MEMORY) as sessions,
        working(threads=2, wait=10),
    ):
        watch = Watch(sessions, ask(sessions))
        within(20, watch.is_done)
    assert any(0 < rows <= RESPONSES for rows in watch.rows), "nobody saw it move"


def test_without_a_hint_the_clock_finds_it(fresh_database_url: str, tmp_path: Path) -> None:
    """The commit told nobody: a lost message costs seconds, never work."""
    with installation(tmp_path, fresh_database_url, MEMORY) as sessions, working(threads=2):
        sessions.after_commit = None
        watch = Watch(sessions, ask(sessions))
        within(30, watch.is_done)
