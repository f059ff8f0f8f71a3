"""Several workers at once: each file is scanned once, and nobody's verdict is lost."""

import threading
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from sqlalchemy import func, select

from engage.files import service
from engage.files.models import File, State
from engage.kernel.clamd import Clamd
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.store import FolderStore
from tests.files.samples import PDF
from tests.files.test_settling import SIGNATURES

FILES, WORKERS = 12, 4
pytestmark = pytest.mark.slow


class Counting(Clamd):
    """Finds nothing, and counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__("/nowhere")
        object.__setattr__(self, "asked", [])

    def version(self) -> str:
        return SIGNATURES

    def scan(self, stream: BinaryIO) -> str:
        self.asked.append(stream.read())  # type: ignore[attr-defined]
        return ""


def test_each_file_is_scanned_once(fresh_sessions: Sessions, tmp_path: Path) -> None:
    store, scanner = FolderStore(tmp_path / "store"), Counting()
    for _ in range(FILES):
        file_id = service.receive(fresh_sessions, store, name="x.pdf", content=BytesIO(PDF))
        with fresh_sessions.write() as session:
            service.admit(session, file_id, scan=True, at=now(session))
    together = threading.Barrier(WORKERS)
    failed: list[Exception] = []

    def work() -> None:
        together.wait()
        try:
            service.settle_due(fresh_sessions, store, scanner)
        except Exception as problem:
            failed.append(problem)

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    service.settle_due(fresh_sessions, store, scanner)
    assert len(scanner.asked) == FILES  # type: ignore[attr-defined]
    with fresh_sessions.read() as session:
        clean = select(func.count()).where(File.state == State.CLEAN)
        facts = select(func.count()).where(RecordedEvent.name == "file.cleared")
        assert session.scalar(clean) == session.scalar(facts) == FILES
