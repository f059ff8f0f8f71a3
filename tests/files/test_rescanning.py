"""Clean files are scanned again when the scanner knows more, and only what it finds goes."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from engage.files import queries, service
from engage.files.models import File, State
from engage.files.service import rescanning
from engage.kernel.clamd import Clamd, clamd_from
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.store import FolderStore
from tests.clamd import clamd_server, learn
from tests.factories import a_file
from tests.files.samples import PDF
from tests.files.test_settling import DOWN, Scanner, facts, handed_in, kept, state
from tests.services import Clock, free_port

LATER = b"words that nobody took for a virus before"


class Newer(Scanner):
    """Has the signatures of the day after."""

    def version(self) -> str:
        return super().version().replace("27830", "27831")


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


def clean(sessions: Sessions, store: FolderStore, content: bytes = PDF) -> UUID:
    """A file that the signatures of today said to be clean."""
    file_id = handed_in(sessions, store, content)
    service.settle_due(sessions, store, Scanner())
    assert state(sessions, file_id) is State.CLEAN
    return file_id


def row(sessions: Sessions, file_id: UUID) -> File:
    with sessions.read() as session:
        return session.get_one(File, file_id)


def shown(sessions: Sessions) -> queries.Scanning:
    with sessions.read() as session:
        found = queries.scanning_again(session)
    assert found is not None
    return found


def test_only_with_newer_signatures(sessions: Sessions, store: FolderStore, clock: Clock) -> None:
    file_id = clean(sessions, store)
    clock.advance(days=1)
    assert service.rescan_due(sessions, Scanner()) == 0, "nothing new is known"
    assert service.rescan_due(sessions, Newer()) == 1
    assert service.rescan_due(sessions, Newer()) == 0, "it is due already"
    assert shown(sessions).to_scan == 1
    scanner = Newer()
    assert state(sessions, file_id) is State.CLEAN, "it can be taken away meanwhile"
    assert service.settle_due(sessions, store, scanner) == 1
    assert scanner.asked == [PDF]  # type: ignore[attr-defined]
    assert facts(sessions) == ["file.cleared"], "once"
    file = row(sessions, file_id)
    assert (file.state, file.due_at, file.attempts) == (State.CLEAN, None, 0)
    assert "/27831/" in file.signatures and file.scanned_at == clock.now
    clock.advance(days=1)
    assert service.rescan_due(sessions, Newer()) == 0
    assert shown(sessions) == queries.Scanning(file.signatures, clock.now, "", 0)


def test_once_a_night(sessions: Sessions, store: FolderStore, clock: Clock) -> None:
    clean(sessions, store)
    clock.advance(hours=14)
    assert service.rescan_due(sessions, Newer()) == 0, "it was scanned today"
    clock.advance(hours=2)
    assert service.rescan_due(sessions, Newer()) == 1


def test_what_was_added_without_a_scanner(
    sessions: Sessions, store: FolderStore, clock: Clock
) -> None:
    file_id = handed_in(sessions, store, scan=False)
    assert service.rescan_due(sessions, Scanner()) == 1
    service.settle_due(sessions, store, Scanner("Eicar-Test"))
    assert state(sessions, file_id) is State.CONDEMNED


def test_what_is_found_is_gone_at_once(
    sessions: Sessions, store: FolderStore, clock: Clock
) -> None:
    bad, good = clean(sessions, store), clean(sessions, store)
    clock.advance(days=1)
    with sessions.write() as session:
        session.execute(update(File).where(File.id == good).values(scanned_at=clock.now))
    service.rescan_due(sessions, Newer())
    assert service.settle_due(sessions, store, Newer("New-Virus")) == 2, "scanned, then deleted"
    file = row(sessions, bad)
    assert (file.state, file.due_at) == (State.CONDEMNED, None)
    assert file.why_refused == "A later virus scan found New-Virus in it, so it was deleted."
    assert state(sessions, good) is State.CLEAN and kept(store) == 1
    assert facts(sessions) == ["file.cleared", "file.cleared", "file.condemned"]


def test_without_a_scanner_nothing_changes(
    sessions: Sessions, store: FolderStore, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    file_id = clean(sessions, store)
    clock.advance(days=1)
    assert service.rescan_due(sessions, None) == 0
    with sessions.read() as session:
        assert queries.scanning_again(session) is None
    with caplog.at_level(logging.WARNING):
        assert service.rescan_due(sessions, Scanner(DOWN)) == 0
    assert "clean files are not scanned again: The virus scanner does not answer" in caplog.text
    assert "does not answer" in shown(sessions).problem
    assert shown(sessions).answered_at is None
    assert row(sessions, file_id).due_at is None
    service.rescan_due(sessions, Newer())
    assert shown(sessions).problem == ""


def test_a_scanner_that_goes_away_meanwhile(
    sessions: Sessions, store: FolderStore, clock: Clock
) -> None:
    file_id = clean(sessions, store)
    clock.advance(days=1)
    service.rescan_due(sessions, Newer())
    for _ in range(3):
        assert service.settle_due(sessions, store, Newer(DOWN)) == 1
        assert state(sessions, file_id) is State.CLEAN
        assert "does not answer" in shown(sessions).problem
        clock.advance(minutes=61)
    assert service.settle_due(sessions, store, None) == 1, "somebody took the setting away"
    file = row(sessions, file_id)
    assert (file.state, file.due_at, file.problem) == (State.CLEAN, None, "")
    assert kept(store) == 1
    assert facts(sessions) == ["file.cleared"]


def test_bytes_that_are_lost_condemn_nothing(
    sessions: Sessions, store: FolderStore, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    file_id = clean(sessions, store)
    clock.advance(days=1)
    store.delete(row(sessions, file_id).key)
    service.rescan_due(sessions, Newer())
    service.settle_due(sessions, store, Newer())
    assert state(sessions, file_id) is State.CLEAN
    assert "is not in the store" in caplog.text
    assert "could not be scanned again" in shown(sessions).problem
    assert service.rescan_due(sessions, Newer()) == 0, "not again before something changes"


def test_new_files_go_first(sessions: Sessions, store: FolderStore, clock: Clock) -> None:
    clean(sessions, store)
    clock.advance(days=1)
    service.rescan_due(sessions, Newer())
    clock.advance(minutes=1)
    new = PDF.replace(b"%%EOF", b"% new\n%%EOF")
    handed_in(sessions, store, new)
    scanner = Newer()
    assert service.settle_due(sessions, store, scanner) == 2
    assert scanner.asked == [new, PDF]  # type: ignore[attr-defined]


def test_a_run_is_bounded(
    sessions: Sessions, store: FolderStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sessions.write() as session:
        for _ in range(5):
            a_file(session)
    monkeypatch.setattr(rescanning, "BATCH", 3)
    assert [service.rescan_due(sessions, Scanner()) for _ in range(2)] == [3, 0]
    service.settle_due(sessions, store, Scanner())
    assert [service.rescan_due(sessions, Scanner()) for _ in range(2)] == [2, 0]
    assert shown(sessions).to_scan == 2


def test_what_is_removed_meanwhile_stays_removed(
    sessions: Sessions, store: FolderStore, clock: Clock
) -> None:
    file_id = clean(sessions, store)
    clock.advance(days=1)
    service.rescan_due(sessions, Newer())

    class Slow(Newer):
        def scan(self, stream: BinaryIO) -> str:
            with sessions.write() as session:
                service.remove(session, session.get_one(File, file_id), at=now(session))
            return "New-Virus"

    service.settle_due(sessions, store, Slow())
    assert state(sessions, file_id) is State.REMOVED
    assert facts(sessions) == ["file.cleared"]


@pytest.fixture(scope="module")
def real() -> Iterator[Clamd]:
    with clamd_server(free_port()) as address:
        found = clamd_from(address)
        assert found is not None
        yield found


@pytest.mark.services
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_with_a_real_scanner_that_learns(
    sessions: Sessions, store: FolderStore, clock: Clock, real: Clamd
) -> None:
    bad = handed_in(sessions, store, PDF.replace(b"%%EOF", b"% " + LATER + b"\n%%EOF"))
    good = handed_in(sessions, store)
    service.settle_due(sessions, store, real)
    assert state(sessions, bad) is state(sessions, good) is State.CLEAN
    learn(real, LATER)
    clock.advance(days=1)
    assert service.rescan_due(sessions, real) == 2
    service.settle_due(sessions, store, real)
    assert (state(sessions, bad), state(sessions, good)) == (State.CONDEMNED, State.CLEAN)
    assert "Later-Words" in row(sessions, bad).why_refused
    with sessions.read() as session:
        assert session.scalar(select(func.count()).where(File.due_at.is_not(None))) == 0


def test_signatures_without_a_number_change_every_night(clock: Clock) -> None:
    number: dict[str, Any] = {"said": "ClamAV 1.4.6/27830/Sun Nov 22 2026", "at": clock.now}
    assert rescanning.known_by(**number) == number["said"]
    said = {rescanning.known_by(each, clock.now) for each in ("ClamAV 1.4.6", "")}
    clock.advance(days=1)
    said |= {rescanning.known_by(each, clock.now) for each in ("ClamAV 1.4.6", "")}
    assert len(said) == 4
