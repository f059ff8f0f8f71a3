"""What workers owe to files: scan what waits, delete the bytes of what is gone.

A claim counts the attempt and takes a lease; the number of the attempt is the fence. A crash, or
a scanner that does not answer, leaves a file as it was: quarantined or clean, and tried again.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from engage.files.events import FileCleared, FileCondemned, FileRefused
from engage.files.models import File, State
from engage.files.service.rescanning import known_by
from engage.kernel.clamd import LONGEST, Clamd, Unscanned
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import Event, record
from engage.kernel.outbox import backoff
from engage.kernel.store import NotStored, Store

LEASE = timedelta(seconds=LONGEST + 60)
LONGEST_WAIT = timedelta(minutes=5)  # nobody should wait longer once the scanner is back
SCANNED_ALREADY = timedelta(hours=1)  # nobody waits for what can be taken away
MOST = 100  # files in one run: the next bell goes on
WITHOUT_ROW = (State.ARRIVING, State.FORGOTTEN)
NO_SCANNER = "This worker knows no virus scanner: set ENGAGE_CLAMD for web and workers alike."
LOST = "The file did not arrive whole. Add it again."
INFECTED = "The virus scanner found {found} in it, so it was deleted."
INFECTED_AFTER_ALL = "A later virus scan found {found} in it, so it was deleted."
NOT_THERE = "It is not where files are kept, so it could not be scanned again."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One attempt at one file."""

    id: UUID
    key: str
    state: State
    attempt: int
    at: datetime


def settle_due(sessions: Sessions, store: Store, scanner: Clamd | None) -> int:
    """Do what is due, ``MOST`` at a time; how many files were attempted."""
    attempted = 0
    while attempted < MOST and (job := _claimed(sessions)):
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
        at = now(session)
        file.attempts += 1
        file.due_at = at + LEASE
        return Job(file.id, file.key, file.state, file.attempts, at)


def _due(session: Session) -> Select[File]:
    """Whoever waits for a file comes before what is only scanned again."""
    again = File.state == State.CLEAN
    return select(File).where(File.due_at <= now(session)).order_by(again, File.due_at).limit(1)


def _settle(sessions: Sessions, store: Store, scanner: Clamd | None, job: Job) -> None:
    if job.state is State.QUARANTINED or (job.state is State.CLEAN and scanner):
        _scan(sessions, store, scanner, job)
        return
    if job.state is not State.CLEAN:
        store.delete(job.key)
    with sessions.write() as session:
        if job.state in WITHOUT_ROW:
            session.execute(delete(File).where(*_mine(job)))
        else:
            _change(session, job, {"due_at": None, "problem": ""})


def _scan(sessions: Sessions, store: Store, scanner: Clamd | None, job: Job) -> None:
    if scanner is None:
        raise Unscanned(NO_SCANNER)
    with_what = known_by(scanner.version(), job.at)  # asked first: older is scanned once more
    try:
        with store.open(job.key) as content:
            found = scanner.scan(content)
    except NotStored:
        found = None
    with sessions.write() as session:
        at = now(session)
        verdict = _again(job, found, at) if job.state is State.CLEAN else _verdict(job, found, at)
        seen = {"scanned_at": job.at, "signatures": with_what, "attempts": 0}
        if _change(session, job, seen | verdict.values) and verdict.fact:
            record(session, verdict.fact, by=None, at=at)


@dataclass(frozen=True)
class Verdict:
    """What becomes of the row, and what is recorded of it."""

    values: dict[str, Any]
    fact: Event | None = None


def _verdict(job: Job, found: str | None, at: datetime) -> Verdict:
    """Of the first scan: what cannot be scanned, because it did not arrive, is refused too."""
    if found == "":
        clean = {"state": State.CLEAN, "settled_at": at, "due_at": None, "problem": ""}
        return Verdict(clean, FileCleared(subject_id=job.id))
    why = INFECTED.format(found=found) if found else LOST
    fact = FileRefused(subject_id=job.id, found=found or "")
    return Verdict(_without_bytes(State.REFUSED, why, at), fact)


def _again(job: Job, found: str | None, at: datetime) -> Verdict:
    """Of a later scan: only what was found in it makes it anything else than clean."""
    if found:
        why = INFECTED_AFTER_ALL.format(found=found)
        fact = FileCondemned(subject_id=job.id, found=found)
        return Verdict(_without_bytes(State.CONDEMNED, why, at), fact)
    if found is None:
        log.error("file %s is not in the store", job.id)
    return Verdict({"due_at": None, "problem": NOT_THERE if found is None else ""})


def _without_bytes(state: State, why: str, at: datetime) -> dict[str, Any]:
    """From this commit on nobody gets it; the bytes are deleted next."""
    return {
        "state": state,
        "why_refused": why[:300],
        "settled_at": at,
        "due_at": at,
        "problem": "",
    }


def _put_off(sessions: Sessions, job: Job, problem: Exception) -> None:
    with sessions.write() as session:
        wait = min(backoff(job.attempt), LONGEST_WAIT)
        wait = SCANNED_ALREADY if job.state is State.CLEAN else wait
        _change(session, job, {"due_at": now(session) + wait, "problem": str(problem)[:500]})


def _change(session: Session, job: Job, values: dict[str, Any]) -> bool:
    """Write what this attempt brought, unless somebody else has the file by now."""
    done = update(File).where(*_mine(job)).values(**values).returning(File.id)
    return session.scalar(done.execution_options(synchronize_session=False)) is not None


def _mine(job: Job) -> tuple[Any, ...]:
    return File.id == job.id, File.state == job.state, File.attempts == job.attempt
