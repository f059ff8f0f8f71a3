"""Compile what is due. Killed at any moment, it is taken up again from the beginning.

A claim counts the attempt and takes a lease; the number of the attempt is the fence: whoever
lost the lease can write nothing more. Files are put under fresh random keys that the row knows
first, so nothing is left behind; they are offered only by the commit that ends the work.
"""

import hashlib
import logging
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.outbox import backoff
from engage.kernel.signing import Keyring
from engage.kernel.store import Store, new_key
from engage.reports import manifest, queries
from engage.reports.events import CompilationFinished
from engage.reports.manifest import SUMS, Snapshot
from engage.reports.models import Compilation, CompiledFile, State
from engage.reports.reading import Kept, as_blocks, as_document
from engage.reports.tables import DOCX, PDF, Cell, Format
from engage.reports.tables.counting import Tally
from engage.reports.tables.writing import write_all
from engage.reports.typesetting import typeset, written
from engage.responses import queries as responses
from engage.responses.models import Prompt

LEASE = timedelta(seconds=60)
FINISHING = timedelta(minutes=3)  # spreadsheets are packed after their last row
MOST_ATTEMPTS = 12
BATCH = 200  # responses in memory at a time
SAID_EVERY = 0.5  # seconds between two signs of progress
GIVEN_UP = "Compiling failed 12 times. The responses are safe. Tell whoever runs this service."

log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker took the work up."""


@dataclass(frozen=True)
class Job:
    """One attempt at one compilation."""

    id: UUID
    attempt: int
    total: int
    challenge: Challenge
    prompts: Sequence[Prompt]
    keys: dict[str, str]
    snapshot: Snapshot


def compile_due(sessions: Sessions, store: Store, keyring: Keyring | None = None) -> int:
    """Do every compilation that is due; how many were attempted. ``keyring`` signs manifests."""
    attempted = 0
    while job := _claimed(sessions, store):
        attempted += 1
        try:
            _compile(sessions, store, job, keyring)
        except LeaseLost:
            log.warning("compilation %s was taken up by another worker", job.id)
            _forget(store, job.keys.values())
        except Exception as problem:
            log.exception("compilation %s failed", job.id)
            _forget(store, job.keys.values())
            _failed(sessions, job, problem)
    return attempted


def _claimed(sessions: Sessions, store: Store) -> Job | None:
    """The next job, or None. Those that were tried too often are given up on the way."""
    with sessions.read() as session:
        if session.scalar(_due(session).with_only_columns(Compilation.id)) is None:
            return None
    with sessions.write() as session:
        wanted = _due(session).with_for_update(skip_locked=True, of=Compilation)
        compilation = session.scalars(wanted).one_or_none()
        if compilation is None:
            return None
        old = [file.key for file in compilation.files]
        job = _claim(session, compilation)
    _forget(store, old)  # of an attempt that died
    return job if job else _claimed(sessions, store)


def _due(session: Session) -> Any:
    return (
        select(Compilation)
        .where(Compilation.state.in_(queries.UNFINISHED), Compilation.due_at <= now(session))
        .order_by(Compilation.due_at)
        .limit(1)
    )


def _claim(session: Session, compilation: Compilation) -> Job | None:
    session.execute(delete(CompiledFile).where(CompiledFile.compilation_id == compilation.id))
    session.expire(compilation, ["files"])
    if compilation.attempts >= MOST_ATTEMPTS:
        compilation.problem = compilation.problem or GIVEN_UP
        _end(session, compilation, State.FAILED, 0)
        return None
    compilation.attempts += 1
    compilation.state, compilation.rows_done = State.RUNNING, 0
    compilation.due_at = now(session) + LEASE
    keys = {str(format): new_key() for format in (*Format, PDF, DOCX, SUMS)}
    for format, key in keys.items():
        row = {"compilation_id": compilation.id, "format": format, "key": key}
        session.add(CompiledFile(**row, size=0, sha256=""))
    prompts = responses.prompts(session, compilation.challenge_id)
    return Job(
        compilation.id,
        compilation.attempts,
        compilation.rows_total,
        compilation.challenge,
        prompts,
        keys,
        Snapshot(),
    )


def _compile(sessions: Sessions, store: Store, job: Job, keyring: Keyring | None) -> None:
    with tempfile.TemporaryDirectory(prefix="engage-") as folder:
        progress = Progress(sessions, job)
        kept, tally = Kept(), Tally(queries.closed(job.prompts))
        rows = kept.passing(_rows(sessions, job))
        header = queries.header(job.prompts)
        paths = write_all(Path(folder), header, rows, progress=progress.tell, tally=tally)
        progress.hold(FINISHING)
        files = {str(format): path for format, path in paths.items()}
        files |= _documents(sessions, job, kept, tally, Path(folder))
        done = {format: _kept(store, job.keys[format], path) for format, path in files.items()}
        sums = Path(folder) / "manifest.json"
        sums.write_bytes(_manifest(sessions, job, progress.rows, done, keyring))
        done[SUMS] = _kept(store, job.keys[SUMS], sums)
    with sessions.write() as session:
        _require_lease(session, job, {"due_at": now(session)})
        for format, (size, digest) in done.items():
            session.execute(
                update(CompiledFile)
                .where(CompiledFile.key == job.keys[format])
                .values(size=size, sha256=digest)
            )
        compilation = session.get_one(Compilation, job.id)
        compilation.problem, compilation.snapshot = "", job.snapshot.sha256
        _end(session, compilation, State.DONE, progress.rows, manifest=done[SUMS][1])


def _documents(
    sessions: Sessions, job: Job, kept: Kept, tally: Tally, folder: Path
) -> dict[str, Path]:
    """What the tables hold, to read and to print, and to go on working with."""
    with sessions.read() as session:
        at = now(session)
    told = as_document(job.challenge, job.prompts, kept, tally, at)
    paths = {ending: folder / f"responses.{ending}" for ending in (PDF, DOCX)}
    paths[PDF].write_bytes(typeset("responses", told))
    paths[DOCX].write_bytes(written(DOCX, as_blocks(told)))
    return paths


def _manifest(
    sessions: Sessions,
    job: Job,
    rows: int,
    files: dict[str, tuple[int, str]],
    keyring: Keyring | None,
) -> bytes:
    with sessions.read() as session:
        at = now(session)
    return manifest.written(job.challenge.reference, at, rows, job.snapshot, files, keyring)


def _rows(sessions: Sessions, job: Job) -> Iterator[list[Cell]]:
    """Every response in order, ``BATCH`` at a time, each batch in a short transaction."""
    after: UUID | None = None
    while True:
        with sessions.read() as session:
            rows = responses.batch(
                session, job.challenge, at=now(session), after=after, limit=BATCH
            )
        if not rows:
            return
        yield from queries.cells(job.snapshot.passing(rows), job.prompts)
        after = rows[-1].id


class Progress:
    """Says how far the work is, and prolongs the lease with it."""

    def __init__(self, sessions: Sessions, job: Job) -> None:
        self.sessions, self.job = sessions, job
        self.rows = 0
        self._said = 0.0

    def tell(self, rows: int) -> None:
        self.rows = rows
        if time.monotonic() - self._said >= SAID_EVERY:
            self._said = time.monotonic()
            self.hold(LEASE)

    def hold(self, period: timedelta) -> None:
        with self.sessions.write() as session:
            values = {"rows_done": self.rows, "due_at": now(session) + period}
            _require_lease(session, self.job, values)


def _require_lease(session: Session, job: Job, values: dict[str, Any]) -> None:
    held = (
        update(Compilation)
        .where(
            Compilation.id == job.id,
            Compilation.attempts == job.attempt,
            Compilation.state == State.RUNNING,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if cast(CursorResult[Any], session.execute(held)).rowcount != 1:
        raise LeaseLost


def _kept(store: Store, key: str, path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        return store.put(key, file), digest


def _forget(store: Store, keys: Iterable[str]) -> None:
    for key in keys:
        store.delete(key)


def _failed(sessions: Sessions, job: Job, problem: Exception) -> None:
    """Try again later; a refusal will not go away by itself, nor will the twelfth failure."""
    with sessions.write() as session:
        compilation = session.get(Compilation, job.id, with_for_update={"of": Compilation})
        if compilation is None or compilation.attempts != job.attempt:
            return
        final = isinstance(problem, Refusal)
        compilation.problem = str(problem)[:500] if final else ""
        if final or job.attempt >= MOST_ATTEMPTS:
            compilation.problem = compilation.problem or GIVEN_UP
            _end(session, compilation, State.FAILED, 0)
        else:
            compilation.due_at = now(session) + backoff(job.attempt)


def _end(
    session: Session, compilation: Compilation, state: State, rows: int, *, manifest: str = ""
) -> None:
    compilation.state = state
    compilation.rows_done = rows
    at = now(session)
    compilation.finished_at = at
    fact = CompilationFinished(
        subject_id=compilation.id,
        authority_id=compilation.authority_id,
        challenge_id=compilation.challenge_id,
        succeeded=state is State.DONE,
        asked_by=str(compilation.asked_by),
        rows=rows,
        snapshot=compilation.snapshot,
        manifest=manifest,
    )
    record(session, fact, by=None, at=at)
