"""The whole way: a commit wakes a worker, the worker asks a scanner, and the file is free."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from engage.files import service
from engage.files.models import File, State
from engage.kernel import leases
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.store import store_from
from tests.clamd import WORDS, clamd_server
from tests.files.samples import PDF
from tests.services import free_port
from tests.workers.working import installation, within
from workers import process, runtime
from workers.process import working
from workers.schedule import BY_THE_CLOCK
from workers.waking import wake

pytestmark = [pytest.mark.slow, pytest.mark.services]


def hand_in(sessions: Sessions, home: Path, content: bytes = PDF, *, scan: bool = True) -> None:
    store = store_from(f"folder://{home}/store")
    file_id = service.receive(sessions, store, name="plan.pdf", content=BytesIO(content))
    with sessions.write() as session:
        service.admit(session, file_id, scan=scan, at=now(session))


def states(sessions: Sessions) -> list[State]:
    with sessions.read() as session:
        return list(session.scalars(select(File.state)))


def is_clean(sessions: Sessions) -> bool:
    return states(sessions) == [State.CLEAN]


@pytest.mark.parametrize("woken", [True, False], ids=["at once", "found by the clock"])
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_worker_scans(fresh_database_url: str, tmp_path: Path, woken: bool) -> None:
    with (
        clamd_server(free_port()) as address,
        installation(tmp_path, fresh_database_url, "memory://") as sessions,
    ):
        runtime.use(replace(runtime.settings(), clamd=address))
        with working(threads=2, wait=10):
            if not woken:
                sessions.after_commit = None
            hand_in(sessions, tmp_path)
            took = within(30, lambda: is_clean(sessions))
    assert not woken or took < 10


INFECTED = PDF.replace(b"%%EOF", b"% " + WORDS + b"\n%%EOF")


def is_found(sessions: Sessions) -> bool:
    return states(sessions) == [State.CONDEMNED]


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_worker_scans_again_by_the_clock(
    fresh_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was added before this installation had a scanner."""
    monkeypatch.setattr(process, "LOOK", 0.1)
    monkeypatch.setitem(BY_THE_CLOCK, "files", 1)  # what is to be scanned again
    with (
        clamd_server(free_port()) as address,
        installation(tmp_path, fresh_database_url, "memory://", clamd=address) as sessions,
    ):
        sessions.after_commit = None
        hand_in(sessions, tmp_path, INFECTED, scan=False)
        with working(threads=2, wait=10):
            within(30, lambda: is_found(sessions))


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_a_worker_is_told_to_scan_again(
    fresh_database_url: str, redis_url: str, tmp_path: Path
) -> None:
    with (
        clamd_server(free_port()) as address,
        installation(tmp_path, fresh_database_url, redis_url, clamd=address) as sessions,
    ):
        hand_in(sessions, tmp_path, INFECTED, scan=False)
        assert leases.claim(sessions, "bell:rescan", timedelta(hours=1)), "the ticker keeps still"
        with working(threads=2, wait=10):
            wake({"rescan"})
            within(30, lambda: is_found(sessions))
