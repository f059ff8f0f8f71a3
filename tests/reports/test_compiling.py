"""Compiling: four files with identical cells, once, whatever happens to the worker."""

import csv
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID
from zipfile import ZipFile

import msgspec
import pytest
from click.testing import CliRunner
from odfdo import Document
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.commands import main
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.signing import Keyring, new_seed
from engage.kernel.store import FolderStore, Store
from engage.reports import service
from engage.reports.manifest import Manifest
from engage.reports.models import Compilation, CompiledFile, State
from engage.reports.queries import is_stale
from engage.reports.service import compiling
from engage.responses.models import Prompt, Submission
from engage.responses.queries import current
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_council,
    a_prompt,
    a_submitted_response,
    an_interest,
    an_officer,
)
from tests.reports.printed import in_docx, words_of
from tests.services import Clock

KEYRING = Keyring([new_seed()])
TABLES = {"csv", "json", "ods", "xlsx"}
HEADER = [
    *("Receipt", "Organisation", "Submitted at (UTC)", "How it came"),
    *("Company number", "People", "Regions", "How?", "When?"),
]


class Case:
    """A closed challenge with responses, and somebody who asks for them."""

    def __init__(self, sessions: Sessions, store: FolderStore, responses: int = 3) -> None:
        self.sessions, self.store = sessions, store
        with sessions.write() as session:
            council = a_council(session)
            self.officer = an_officer(session, council)
            self.challenge: Challenge = a_closed_challenge(session, council)
            self.how: Prompt = a_prompt(session, self.challenge, text="How?")
            self.when: Prompt = a_prompt(session, self.challenge, text="When?")
            for number in range(responses):
                self._add(session, number)

    def _add(self, session: Session, number: int) -> None:
        answers = {self.how.id: f"Way {number}\nwith a second line", self.when.id: "Soon"}
        holder = an_interest(session, self.challenge, organisation=f"Firm {number}")
        a_submitted_response(session, holder, answers)
        time.sleep(0.001)  # ids of one millisecond are in no order

    def ask(self) -> UUID:
        with self.sessions.write() as session:
            challenge = session.get_one(Challenge, self.challenge.id)
            return service.ask(session, challenge, by=self.officer.id, at=NOW).id

    def work(self, store: Store | None = None) -> int:
        return compiling.compile_due(self.sessions, store or self.store, KEYRING)

    def read(self, compilation_id: UUID) -> Compilation:
        with self.sessions.read() as session:
            found = session.get_one(Compilation, compilation_id)
            assert found.files is not None
            return found

    def facts(self, name: str) -> list[dict[str, Any]]:
        with self.sessions.read() as session:
            wanted = select(RecordedEvent.payload).where(RecordedEvent.name == name)
            return list(session.scalars(wanted))


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


@pytest.fixture
def case(sessions: Sessions, store: FolderStore) -> Case:
    return Case(sessions, store)


def cells_of(store: Store, file: CompiledFile) -> list[list[str]]:
    """Every cell of a file as text, whatever its format."""
    with store.open(file.key) as source:
        data = source.read()
    readers = {"csv": _csv, "json": _json, "xlsx": _xlsx, "ods": _ods}
    return [[str(cell or "") for cell in row] for row in readers[file.format](data)]


def read_as_text(store: Store, file: CompiledFile) -> str:
    """All that somebody can read in a file."""
    if file.format not in ("docx", "pdf", "sums"):
        return str(cells_of(store, file))
    with store.open(file.key) as source:
        if file.format == "sums":
            return source.read().decode()
        if file.format == "docx":
            return in_docx(source.read())
        return words_of(PdfReader(BytesIO(source.read())))


def _csv(data: bytes) -> Iterator[list[Any]]:
    yield from csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))


def _json(data: bytes) -> Iterator[list[Any]]:
    rows = json.loads(data)
    yield list(rows[0])
    yield from (list(row.values()) for row in rows)


def _xlsx(data: bytes) -> Iterator[list[Any]]:
    for row in load_workbook(BytesIO(data)).active.iter_rows():  # type: ignore[union-attr]
        assert all(cell.data_type != "f" for cell in row)
        yield [cell.value for cell in row]


def _ods(data: bytes) -> Iterator[list[Any]]:
    with ZipFile(BytesIO(data)) as parts:
        assert b"table:formula" not in parts.read("content.xml")
    document = Document(BytesIO(data))
    for row in document.body.tables[0].iter_rows():
        yield [cell.value for cell in row.cells]


def test_four_files_with_the_same_cells(case: Case) -> None:
    compilation_id = case.ask()
    assert case.work() == 1
    done = case.read(compilation_id)
    assert (done.state, done.rows_done, done.rows_total) == (State.DONE, 3, 3)
    assert [file.format for file in done.files] == [
        "csv",
        "docx",
        "json",
        "ods",
        "pdf",
        "sums",
        "xlsx",
    ]
    tables = [
        cells_of(case.store, file)
        for file in done.files
        if file.format not in ("docx", "pdf", "sums")
    ]
    assert tables[0][0] == HEADER
    assert tables[0][1][1:] == [
        "Firm 0", "2026-03-02T09:00:00Z", "Online", *("",) * 3, "Way 0\nwith a second line", "Soon",
    ]  # fmt: skip
    assert tables[0] == tables[1] == tables[2] == tables[3]


def test_sizes_and_digests_are_those_of_the_files(case: Case) -> None:
    compilation_id = case.ask()
    case.work()
    for file in case.read(compilation_id).files:
        with case.store.open(file.key) as source:
            data = source.read()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256)


def test_the_facts_and_the_manifest_they_name(case: Case) -> None:
    """Whoever has the files can tell that they are those of that day."""
    done = case.read(case.ask())
    case.work()
    assert len(case.facts("compilation.asked")) == 1
    done = case.read(done.id)
    files = {file.format: file for file in done.files}
    with case.sessions.read() as session:
        ids = session.scalars(select(Submission.id).order_by(Submission.id))
        snapshot = hashlib.sha256(b"".join(each.bytes for each in ids)).hexdigest()
    assert case.facts("compilation.finished") == [
        {
            "succeeded": True,
            "asked_by": str(case.officer.id),
            "rows": 3,
            "snapshot": snapshot,
            "manifest": files["sums"].sha256,
        }
    ]
    told = told_by(case.store, files["sums"])
    assert (told.responses, told.snapshot, done.snapshot) == (3, snapshot, snapshot)
    assert {each.format: each.sha256 for each in told.files} == {
        format: file.sha256 for format, file in files.items() if format != "sums"
    }


def told_by(store: Store, file: CompiledFile) -> Manifest:
    with store.open(file.key) as source:
        return msgspec.json.decode(source.read(), type=Manifest)


def test_a_file_that_was_changed_is_told_from_the_manifest(case: Case, tmp_path: Path) -> None:
    done = case.read(case.ask())
    case.work()
    for file in case.read(done.id).files:
        ending = "-manifest.json" if file.format == "sums" else f"-responses.{file.format}"
        with case.store.open(file.key) as source:
            (tmp_path / f"{case.challenge.reference}{ending}").write_bytes(source.read())
    manifest = tmp_path / f"{case.challenge.reference}-manifest.json"
    verify = ["verify", str(manifest), "--key"]
    said = CliRunner().invoke(main, [*verify, KEYRING.public])
    assert said.exit_code == 0 and "from 3 responses" in said.output
    said = CliRunner().invoke(main, [*verify, Keyring([new_seed()]).public])
    assert said.exit_code == 1 and "not signed with this key" in said.output
    true = manifest.read_bytes()
    manifest.write_bytes(true.replace(b'"responses": 3', b'"responses": 2'))
    said = CliRunner().invoke(main, [*verify, KEYRING.public])
    assert said.exit_code == 1 and "signature is not of this manifest" in said.output
    manifest.write_bytes(true)
    changed = tmp_path / f"{case.challenge.reference}-responses.csv"
    changed.write_bytes(changed.read_bytes() + b" ")
    said = CliRunner().invoke(main, ["verify", str(manifest)])
    assert said.exit_code == 1 and f"{changed.name} is not the file" in said.output


def test_it_is_stale_when_other_responses_count(case: Case) -> None:
    compilation_id = case.ask()
    case.work()

    def stale() -> bool:
        with case.sessions.read() as session:
            made = session.get_one(Compilation, compilation_id)
            return is_stale(session, made, at=NOW)

    assert not stale()
    with case.sessions.write() as session:
        sent = session.scalars(select(Submission).limit(1)).one()
        sent.replaced_at = NOW - timedelta(days=1)  # long before it was compiled
    assert stale()


def test_what_is_cancelled_stops_and_leaves_nothing(case: Case) -> None:
    """The worker notices when it says how far it is; cancelling twice is cancelling once."""
    asked = case.ask()

    class Meddling(FolderStore):
        def put(self, key: str, data: bytes | BinaryIO) -> int:
            with case.sessions.write() as session:
                under_way = session.get_one(Compilation, asked)
                service.cancel(session, under_way, by=case.officer.id, at=NOW)
            return super().put(key, data)

    store = Meddling(case.store.root)
    assert case.work(store) == 1
    assert case.read(asked).state is State.CANCELLED
    assert files_in(store.root) == 0
    assert [case.work(), len(case.facts("compilation.cancelled"))] == [0, 1]
    assert case.ask() != asked


def test_asking_twice_is_asking_once(case: Case) -> None:
    assert case.ask() == case.ask()
    assert case.work() == 1
    assert case.work() == 0


def test_nothing_to_compile(sessions: Sessions, store: FolderStore) -> None:
    with pytest.raises(service.NothingToCompile):
        Case(sessions, store, responses=0).ask()


class Broken(FolderStore):
    """A store that fails a number of times."""

    def __init__(self, root: Path, failures: int) -> None:
        super().__init__(root)
        self.failures = failures

    def put(self, key: str, data: bytes | BinaryIO) -> int:
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        return super().put(key, data)


def files_in(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def test_a_failure_is_tried_again_and_leaves_nothing(case: Case, clock: Clock) -> None:
    compilation_id = case.ask()
    broken = Broken(case.store.root, 2)
    for _ in range(3):
        case.work(broken)
        clock.advance(minutes=5)
    done = case.read(compilation_id)
    assert (done.state, done.attempts) == (State.DONE, 3)
    assert files_in(case.store.root) == 7


def test_after_twelve_failures_somebody_is_told(case: Case, clock: Clock) -> None:
    compilation_id = case.ask()
    for _ in range(20):
        case.work(Broken(case.store.root, 9))
        clock.advance(hours=2)
    failed = case.read(compilation_id)
    assert (failed.state, failed.attempts) == (State.FAILED, 12)
    assert "12 times" in failed.problem
    assert [fact["succeeded"] for fact in case.facts("compilation.finished")] == [False]
    assert files_in(case.store.root) == 0


class Killed(BaseException):
    """What SIGKILL looks like to the code: nothing runs afterwards."""


@pytest.mark.parametrize("place", ["put", "rows"])
def test_a_killed_worker_is_followed_by_another(
    case: Case, clock: Clock, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    compilation_id = case.ask()

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(*{"put": (case.store, "put"), "rows": (compiling, "_rows")}[place], killed)
        with suppress(Killed):
            case.work()
    assert case.work() == 0  # its lease still holds
    clock.advance(minutes=4)
    assert case.work() == 1
    done = case.read(compilation_id)
    assert (done.state, done.attempts, len(done.files)) == (State.DONE, 2, 7)
    assert files_in(case.store.root) == 7


def test_a_worker_that_lost_its_lease_writes_nothing(case: Case, clock: Clock) -> None:
    compilation_id = case.ask()
    store = case.store

    class Slow(FolderStore):
        def put(self, key: str, data: bytes | BinaryIO) -> int:
            if not self.root.exists():
                clock.advance(hours=1)
                case.work(store)  # another worker takes it up and ends it
            return super().put(key, data)

    case.work(Slow(store.root))
    done = case.read(compilation_id)
    assert (done.state, done.attempts) == (State.DONE, 2)
    for file in done.files:
        with store.open(file.key) as stream:
            assert len(stream.read()) == file.size
    assert files_in(store.root) == 7
    assert len(case.facts("compilation.finished")) == 1


def test_replaced_and_withdrawn_responses_are_left_out(case: Case) -> None:
    with case.sessions.write() as session:
        holder = an_interest(session, case.challenge, organisation="Gone Ltd")
        response = a_submitted_response(session, holder, {case.how.id: "Gone"})
        sent = current(session, response.id)
        assert sent is not None
        sent.replaced_at = NOW - timedelta(hours=2)
    compilation_id = case.ask()
    case.work()
    for file in case.read(compilation_id).files:
        assert "Gone Ltd" not in read_as_text(case.store, file)
