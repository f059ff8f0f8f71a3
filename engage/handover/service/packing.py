"""Make what was asked for: a ZIP, written piece by piece into the store, by a worker.

A lease says who makes it. Killed at any moment, another worker begins again when it runs out, and
what the first had put into the store goes.
"""

import hashlib
import json
import logging
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import CursorResult, Select, select, update
from sqlalchemy.orm import Session

from engage.disclosures.queries import statements as disclosures
from engage.handover import manifest, queries
from engage.handover.contents import Part, contents
from engage.handover.events import PackFinished
from engage.handover.manifest import Entry
from engage.handover.models import Pack, State
from engage.handover.page import page
from engage.kernel.clock import now, spoken
from engage.kernel.comma_separated import BYTE_ORDER_MARK, Cell, line
from engage.kernel.db import Sessions
from engage.kernel.events import belonging, record
from engage.kernel.outbox import backoff
from engage.kernel.signing import Keyring
from engage.kernel.store import Store, new_key
from engage.kernel.text import inert
from engage.notices import queries as notices

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 5
GIVEN_UP = "The pack could not be made. Ask whoever runs this service to look at its logs."
SCRIPT = Path(__file__).parent.parent / "verify_pack.py"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One attempt at a pack."""

    id: UUID
    attempt: int
    key: str


class LeaseLost(Exception):
    """Another worker took the work up."""


def pack_due(sessions: Sessions, store: Store, keyring: Keyring | None = None) -> int:
    """Make every pack that is due; how many were attempted. ``keyring`` signs their lists."""
    attempted = 0
    while job := _claimed(sessions, store):
        attempted += 1
        try:
            _make(sessions, store, job, keyring)
        except LeaseLost:
            log.warning("pack %s was taken up by another worker", job.id)
            store.delete(job.key)
        except Exception:
            log.exception("pack %s failed", job.id)
            store.delete(job.key)
            _failed(sessions, job)
    return attempted


def _claimed(sessions: Sessions, store: Store) -> Job | None:
    """The next job, or None. Those that were tried too often are given up on the way."""
    with sessions.read() as session:
        if session.scalar(_due(session).with_only_columns(Pack.id)) is None:
            return None
    with sessions.write() as session:
        wanted = _due(session).with_for_update(skip_locked=True, of=Pack)
        pack = session.scalars(wanted).one_or_none()
        if pack is None:
            return None
        left, job = pack.key, _claim(session, pack)
    if left:
        store.delete(left)  # of an attempt that died
    return job if job else _claimed(sessions, store)


def _due(session: Session) -> Select[Any]:
    wanted = select(Pack).where(Pack.state.in_(queries.UNFINISHED), Pack.due_at <= now(session))
    return wanted.order_by(Pack.due_at).limit(1)


def _claim(session: Session, pack: Pack) -> Job | None:
    if pack.attempts >= MOST_ATTEMPTS:
        _end(session, pack, State.FAILED)
        return None
    at = now(session)
    pack.attempts += 1
    pack.state, pack.parts_done, pack.due_at, pack.key = State.RUNNING, 0, at + LEASE, new_key()
    return Job(pack.id, pack.attempts, pack.key)


def _make(sessions: Sessions, store: Store, job: Job, keyring: Keyring | None) -> None:
    with tempfile.TemporaryDirectory(prefix="engage-") as folder:
        path = Path(folder) / "pack.zip"
        with sessions.read() as session:
            listed = _written(session, path, sessions, job, keyring)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            size = store.put(job.key, file)
    with sessions.write() as session:
        _require_lease(session, job, {"size": size, "sha256": digest})
        _end(session, session.get_one(Pack, job.id), State.DONE, manifest=listed)


def _written(
    session: Session, path: Path, sessions: Sessions, job: Job, keyring: Keyring | None
) -> str:
    """Write the pack, telling how far it is; the SHA-256 of its list."""
    pack, at = session.get_one(Pack, job.id), now(session)
    parts = contents(session, pack.challenge, at=at)
    entries: list[Entry] = []
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for number, part in enumerate(parts):
            _tell(sessions, job, number, len(parts) + 1)
            entries.append(_put(archive, f"{part.name}.csv", _table(part)))
        _tell(sessions, job, len(parts), len(parts) + 1)
        for name, pieces in _others(session, pack, parts, at):
            entries.append(_put(archive, name, pieces))
        listed = manifest.written(pack.challenge.reference, at, entries, keyring)
        archive.writestr(manifest.NAME, listed)
    _tell(sessions, job, len(parts) + 1, len(parts) + 1)
    return hashlib.sha256(listed).hexdigest()


def _others(
    session: Session, pack: Pack, parts: list[Part], at: datetime
) -> Iterator[tuple[str, Iterable[bytes]]]:
    challenge = pack.challenge
    for release in notices.releases(session, challenge):
        yield f"releases/{release.number:03}.json", [release.body.encode()]
    if statement := disclosures.statement(session, challenge.id):
        yield "steps-taken.json", [json.dumps(statement.body, indent=1).encode()]
    title = f"{challenge.reference}: hand-over to the tender"
    introduction = [
        f"{challenge.title}. {challenge.authority.name}. Made at {spoken(at)}.",
        "Each table is also a file that a spreadsheet opens. Times are in UTC. To check that"
        " nothing was changed, run verify_pack.py, which is in this pack, or engage verify.",
    ]
    yield "index.html", (text.encode() for text in page(title, introduction, parts))
    yield "verify_pack.py", [SCRIPT.read_bytes()]


def _table(part: Part) -> Iterator[bytes]:
    yield (BYTE_ORDER_MARK + line(part.columns)).encode()
    for row in part.rows():
        yield line([_inert(each) for each in row]).encode()


def _inert(cell: Cell) -> Cell:
    return inert(cell) if isinstance(cell, str) else cell


def _put(archive: ZipFile, name: str, pieces: Iterable[bytes]) -> Entry:
    digest, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as file:
        for piece in pieces:
            digest.update(piece)
            size += file.write(piece)
    return Entry(name, size, digest.hexdigest())


def _tell(sessions: Sessions, job: Job, done: int, total: int) -> None:
    """Say how far it is, and prolong the lease with it."""
    with sessions.write() as session:
        values = {"parts_done": done, "parts_total": total, "due_at": now(session) + LEASE}
        _require_lease(session, job, values)


def _require_lease(session: Session, job: Job, values: dict[str, Any]) -> None:
    held = (
        update(Pack)
        .where(Pack.id == job.id, Pack.attempts == job.attempt, Pack.state == State.RUNNING)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if cast(CursorResult[Any], session.execute(held)).rowcount != 1:
        raise LeaseLost


def _failed(sessions: Sessions, job: Job) -> None:
    """Try again later; not for ever."""
    with sessions.write() as session:
        pack = session.get(Pack, job.id, with_for_update={"of": Pack})
        if pack is None or pack.attempts != job.attempt:
            return
        if job.attempt >= MOST_ATTEMPTS:
            _end(session, pack, State.FAILED)
        else:
            pack.due_at = now(session) + backoff(job.attempt)


def _end(session: Session, pack: Pack, state: State, *, manifest: str = "") -> None:
    at, done = now(session), state is State.DONE
    pack.state, pack.finished_at = state, at
    if not done:
        pack.problem, pack.key = GIVEN_UP, ""
    fact = PackFinished(
        subject_id=pack.id,
        **belonging(pack.challenge),
        succeeded=done,
        asked_by=str(pack.asked_by),
        manifest=manifest,
    )
    record(session, fact, by=None, at=at)
