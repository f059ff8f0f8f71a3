"""What workers owe to files: scan what waits, delete the bytes of what is gone.

A claim counts the attempt and takes a lease; the number of the attempt is the fence. A crash, or
a scanner that does not answer, leaves a file as it was: quarantined, and tried again.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from engage.files.events import FileCleared, FileRefused
from engage.files.models import File, State
from engage.kernel.clamd import LONGEST, Clamd, Unscanned
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import Event, record
from engage.kernel.outbox import backoff
from engage.kernel.store import NotStored, Store

LEASE = timedelta(seconds=LONGEST + 60)
LONGEST_WAIT = timedelta(minutes=5)  # nobody should wait longer once the scanner is back
WITHOUT_ROW = (State.ARRIVING, State.FORGOTTEN)
NO_SCANNER = "This worker knows no virus scanner: set ENGAGE_CLAMD for web and workers alike."
LOST = "The file did not arrive whole. Add it again."
INFECTED = "The virus scanner found {found} in it, so it was deleted."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One attempt at one file."""

    id: UUID
    key: str
    state: State
    attempt: int


def settle_due(sessions: Sessions, store: Store, scanner: Clamd | None) -> int:
    """Do everything that is due; how many files were attempted."""
    attempted = 0
    while job := _claimed(sessions):
        attempted += 1
        try:
            _settle(sessions, store, scanner, job)
        except Unscanned as problem:
            log.warning("file %s was not scanned: %s", job.id, problem)
            _put_off(sessions, job, problem)
            break  # the next will hear the same
        except Exception as problem:
            log.exception("file %s was not settled", job.id)
            _put_off(sessions, job, problem)
    return attempted


def _claimed(sessions: Sessions) -> Job | None:
    with sessions.read() as session:
        if session.scalar(_due(session).with_only_columns(File.id)) is None:
            return None
    with sessions.write() as session:
        wanted = _due(session).with_for_update(skip_locked=True, of=File)
        file = session.scalars(wanted).one_or_none()
        if file is None:
            return None
        file.attempts += 1
        file.due_at = now(session) + LEASE
        return Job(file.id, file.key, file.state, file.attempts)


def _due(session: Session) -> Select[File]:
    return select(File).where(File.due_at <= now(session)).order_by(File.due_at).limit(1)


def _settle(sessions: Sessions, store: Store, scanner: Clamd | None, job: Job) -> None:
    if job.state is State.QUARANTINED:
        _scan(sessions, store, scanner, job)
        return
    store.delete(job.key)
    with sessions.write() as session:
        if job.state in WITHOUT_ROW:
            session.execute(delete(File).where(*_mine(job)))
        else:
            _change(session, job, {"due_at": None, "problem": ""})


def _scan(sessions: Sessions, store: Store, scanner: Clamd | None, job: Job) -> None:
    if scanner is None:
        raise Unscanned(NO_SCANNER)
    try:
        with store.open(job.key) as content:
            found = scanner.scan(content)
    except NotStored:
        return _judge(sessions, job, FileRefused(subject_id=job.id, found=""), LOST)
    if found:
        why = INFECTED.format(found=found)
        return _judge(sessions, job, FileRefused(subject_id=job.id, found=found), why)
    return _judge(sessions, job, FileCleared(subject_id=job.id))


def _judge(sessions: Sessions, job: Job, fact: Event, why: str = "") -> None:
    with sessions.write() as session:
        at = now(session)
        verdict: dict[str, Any] = {"settled_at": at, "problem": "", "attempts": 0}
        if why:
            verdict |= {"state": State.REFUSED, "why_refused": why[:300], "due_at": at}
        else:
            verdict |= {"state": State.CLEAN, "due_at": None}
        if _change(session, job, verdict):
            record(session, fact, by=None, at=at)


def _put_off(sessions: Sessions, job: Job, problem: Exception) -> None:
    with sessions.write() as session:
        wait = min(backoff(job.attempt), LONGEST_WAIT)
        _change(session, job, {"due_at": now(session) + wait, "problem": str(problem)[:500]})


def _change(session: Session, job: Job, values: dict[str, Any]) -> bool:
    """Write what this attempt brought, unless somebody else has the file by now."""
    done = update(File).where(*_mine(job)).values(**values).returning(File.id)
    return session.scalar(done.execution_options(synchronize_session=False)) is not None


def _mine(job: Job) -> tuple[Any, ...]:
    return File.id == job.id, File.state == job.state, File.attempts == job.attempt
