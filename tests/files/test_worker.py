"""The whole way: a commit wakes a worker, the worker asks a scanner, and the file is free."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from engage.files import service
from engage.files.models import File, State
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.store import store_from
from tests.clamd import clamd_server
from tests.files.samples import PDF
from tests.services import free_port
from tests.workers.working import installation, within
from workers import runtime
from workers.process import working

pytestmark = [pytest.mark.slow, pytest.mark.services]


def hand_in(sessions: Sessions, home: Path) -> None:
    store = store_from(f"folder://{home}/store")
    file_id = service.receive(sessions, store, name="plan.pdf", content=BytesIO(PDF))
    with sessions.write() as session:
        service.admit(session, file_id, scan=True, at=now(session))


def is_clean(sessions: Sessions) -> bool:
    with sessions.read() as session:
        return list(session.scalars(select(File.state))) == [State.CLEAN]


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
