"""Files are taken in, scanned and forgotten; whatever breaks off loses and leaves nothing."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import pytest
from sqlalchemy import select, update

from engage.files import queries, service
from engage.files.checking import WrongFile
from engage.files.models import File, State
from engage.files.service import settling
from engage.kernel.clamd import Clamd, Unscanned
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.store import FolderStore
from tests.clamd import EICAR, clamd_server
from tests.files.samples import PDF, office
from tests.services import Clock, free_port

SIGNATURES = "ClamAV 1.4.6/27830/Sun Nov 22 09:26:11 2026"


class Scanner(Clamd):
    """Finds what it was told to find, or gives no verdict."""

    def __init__(self, says: str | Exception = "") -> None:
        super().__init__("/nowhere")
        object.__setattr__(self, "says", says)
        object.__setattr__(self, "asked", [])

    def version(self) -> str:
        if isinstance(self.says, Exception):  # type: ignore[attr-defined]
            raise self.says  # type: ignore[attr-defined]
        return SIGNATURES

    def scan(self, stream: BinaryIO) -> str:
        self.asked.append(stream.read())  # type: ignore[attr-defined]
        if isinstance(self.says, Exception):  # type: ignore[attr-defined]
            raise self.says  # type: ignore[attr-defined]
        return str(self.says)  # type: ignore[attr-defined]


DOWN = Unscanned("The virus scanner does not answer: nobody is there")


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


def kept(store: FolderStore) -> int:
    return sum(path.is_file() for path in store.root.rglob("*"))


def handed_in(
    sessions: Sessions, store: FolderStore, content: bytes = PDF, *, scan: bool = True
) -> UUID:
    file_id = service.receive(sessions, store, name="../My plan.PDF", content=BytesIO(content))
    with sessions.write() as session:
        service.admit(session, file_id, scan=scan, at=now(session))
    return file_id


def state(sessions: Sessions, file_id: UUID) -> State | None:
    with sessions.read() as session:
        return session.scalar(select(File.state).where(File.id == file_id))


def facts(sessions: Sessions) -> list[str]:
    with sessions.read() as session:
        wanted = select(RecordedEvent.name).where(RecordedEvent.name.startswith("file."))
        return list(session.scalars(wanted))


def test_a_file_is_known_by_what_it_is(sessions: Sessions, store: FolderStore) -> None:
    file_id = handed_in(sessions, store, scan=False)
    with sessions.read() as session:
        file = session.get_one(File, file_id)
    assert (file.name, file.media_type, file.size) == ("My plan.pdf", "application/pdf", len(PDF))
    assert (file.state, file.due_at, file.kind) == (State.CLEAN, None, "PDF")
    with store.open(file.key) as stream:
        assert stream.read() == PDF


def test_a_wrong_file_leaves_nothing(sessions: Sessions, store: FolderStore) -> None:
    with pytest.raises(WrongFile):
        service.receive(sessions, store, name="x.pdf", content=BytesIO(b"MZ"))
    assert kept(store) == 0
    with sessions.read() as session:
        assert session.scalars(select(File)).all() == []


def test_clean_after_the_scan(sessions: Sessions, store: FolderStore) -> None:
    file_id = handed_in(sessions, store)
    assert state(sessions, file_id) is State.QUARANTINED
    scanner = Scanner()
    assert service.settle_due(sessions, store, scanner) == 1
    assert state(sessions, file_id) is State.CLEAN
    assert scanner.asked == [PDF]  # type: ignore[attr-defined]
    assert facts(sessions) == ["file.cleared"]
    assert service.settle_due(sessions, store, scanner) == 0


def test_what_is_infected_is_deleted(sessions: Sessions, store: FolderStore) -> None:
    file_id = handed_in(sessions, store)
    service.settle_due(sessions, store, Scanner("Eicar-Test"))
    assert state(sessions, file_id) is State.REFUSED
    assert kept(store) == 0
    assert facts(sessions) == ["file.refused"]
    with sessions.read() as session:
        file = session.get_one(File, file_id)
        assert "The virus scanner found Eicar-Test in it" in file.why_refused
        assert file.due_at is None


@pytest.mark.parametrize("scanner", [None, Scanner(DOWN)], ids=["none", "silent"])
def test_without_a_verdict_it_stays_and_is_tried_again(
    sessions: Sessions, store: FolderStore, clock: Clock, scanner: Clamd | None
) -> None:
    first, second = handed_in(sessions, store), handed_in(sessions, store)
    assert service.settle_due(sessions, store, scanner) == 1  # the second would hear the same
    for _ in range(14):
        clock.advance(minutes=5)
        service.settle_due(sessions, store, scanner)
    assert state(sessions, first) is state(sessions, second) is State.QUARANTINED
    with sessions.read() as session:
        waits = queries.waiting(session)
    assert waits.number == 2 and "scanner" in waits.problem
    clock.advance(minutes=6)
    assert service.settle_due(sessions, store, Scanner()) == 2
    assert state(sessions, first) is state(sessions, second) is State.CLEAN
    with sessions.read() as session:
        assert queries.waiting(session) == queries.Waiting(0, None, "")


def test_bytes_that_are_lost_are_refused(sessions: Sessions, store: FolderStore) -> None:
    file_id = handed_in(sessions, store)
    for path in store.root.rglob("*"):
        if path.is_file():
            path.unlink()
    service.settle_due(sessions, store, Scanner())
    assert state(sessions, file_id) is State.REFUSED


def test_an_attempt_that_died_is_taken_up_and_writes_nothing_later(
    sessions: Sessions, store: FolderStore, clock: Clock
) -> None:
    file_id = handed_in(sessions, store)
    job = settling._claimed(sessions)
    assert job is not None
    assert service.settle_due(sessions, store, Scanner()) == 0, "somebody has it"
    clock.advance(seconds=settling.LEASE.total_seconds() + 1)
    assert service.settle_due(sessions, store, Scanner("Eicar-Test")) == 2
    settling._scan(sessions, store, Scanner(), job)
    settling._put_off(sessions, job, DOWN)
    assert state(sessions, file_id) is State.REFUSED
    assert facts(sessions) == ["file.refused"]


class Full(FolderStore):
    def put(self, key: str, data: bytes | BinaryIO) -> int:
        super().put(key, b"half of it")
        raise OSError("no space left")


def test_what_breaks_off_is_found_and_deleted(
    sessions: Sessions, store: FolderStore, clock: Clock
) -> None:
    with pytest.raises(service.NotKept, match="Try again in a minute"):
        service.receive(sessions, Full(store.root), name="x.pdf", content=BytesIO(PDF))
    nobody_came_back = service.receive(sessions, store, name="x.pdf", content=BytesIO(PDF))
    assert kept(store) == 2
    clock.advance(minutes=59)
    assert service.settle_due(sessions, store, None) == 0
    clock.advance(minutes=2)
    assert service.settle_due(sessions, store, None) == 2
    assert kept(store) == 0
    with sessions.write() as session, pytest.raises(service.NotKept, match="took too long"):
        service.admit(session, nobody_came_back, scan=False, at=now(session))


def test_nobody_admits_a_file_twice(sessions: Sessions, store: FolderStore) -> None:
    file_id = handed_in(sessions, store, scan=False)
    with sessions.write() as session, pytest.raises(service.NotKept):
        service.admit(session, file_id, scan=False, at=now(session))


@pytest.mark.parametrize(("verb", "row"), [(service.remove, State.REMOVED), (service.forget, None)])
def test_bytes_go_after_the_commit(
    sessions: Sessions,
    store: FolderStore,
    clock: Clock,
    verb: Callable[..., None],
    row: State | None,
) -> None:
    file_id = handed_in(sessions, store, scan=False)
    with sessions.write() as session:
        verb(session, session.get_one(File, file_id), at=now(session))
        assert kept(store) == 1
        session.rollback()
    service.settle_due(sessions, store, None)
    assert kept(store) == 1, "it was undone"
    with sessions.write() as session:
        verb(session, session.get_one(File, file_id), at=now(session))
    service.settle_due(sessions, store, None)
    assert kept(store) == 0
    assert state(sessions, file_id) is row


def test_a_store_that_fails_is_asked_again(
    sessions: Sessions, store: FolderStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_key: str) -> None:
        raise OSError("the line dropped")

    file_id = handed_in(sessions, store, scan=False)
    with sessions.write() as session:
        service.forget(session, session.get_one(File, file_id), at=now(session))
    with monkeypatch.context() as broken:
        broken.setattr(store, "delete", refuse)
        service.settle_due(sessions, store, None)
    assert state(sessions, file_id) is State.FORGOTTEN
    clock.advance(minutes=1)
    service.settle_due(sessions, store, None)
    assert state(sessions, file_id) is None and kept(store) == 0


def test_sizes_are_said_as_people_say_them() -> None:
    sizes = {1: "1 byte", 999: "999 bytes", 1000: "1 kB", 12_400: "12 kB", 999_499: "999 kB"}
    sizes |= {999_500: "1.0 MB", 10_485_760: "10.5 MB"}
    assert {size: File(size=size).size_in_words for size in sizes} == sizes


@pytest.mark.services
def test_with_a_real_scanner_that_comes_late(
    sessions: Sessions, store: FolderStore, clock: Clock
) -> None:
    port = free_port()
    scanner = Clamd(("127.0.0.1", port))
    clean = handed_in(sessions, store)
    infected = service.receive(
        sessions, store, name="x.docx", content=BytesIO(office(word__media__a_png=EICAR))
    )
    with sessions.write() as session:
        service.admit(session, infected, scan=True, at=now(session))
    service.settle_due(sessions, store, scanner)
    assert state(sessions, infected) is State.QUARANTINED
    clock.advance(minutes=6)
    with clamd_server(port):
        service.settle_due(sessions, store, scanner)
    assert state(sessions, clean) is State.CLEAN
    assert state(sessions, infected) is State.REFUSED


def test_what_waits_for_long_is_not_forgotten(
    sessions: Sessions, store: FolderStore, clock: Clock
) -> None:
    """Older than, never between."""
    file_id = handed_in(sessions, store)
    with sessions.write() as session:
        long_ago = now(session) - timedelta(days=30)
        session.execute(update(File).where(File.id == file_id).values(due_at=long_ago))
    assert service.settle_due(sessions, store, Scanner()) == 1
