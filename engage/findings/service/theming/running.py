"""Find the themes that are due, in a process of its own. Killed, it is taken up again.

A claim counts the attempt and takes a lease; the number of the attempt is the fence: whoever
lost the lease writes nothing more.
"""

import json
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.findings.clustering.saying import Text
from engage.findings.events import ThemesFound
from engage.findings.models import State, ThemeRun
from engage.findings.queries import themes
from engage.findings.service.theming.keeping import put_in_place
from engage.kernel import apart
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import record
from engage.kernel.outbox import backoff

STEPS = ("Waiting to start", "Finding what answers have in common", "Writing down the themes")
SECONDS = 120.0
LEASE = timedelta(seconds=SECONDS + 60)
MOST_ATTEMPTS = 3
GIVEN_UP = "The search for themes failed. The responses are safe. Tell whoever runs this service."
MODULE = "engage.findings.clustering"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One attempt at one search."""

    id: UUID
    attempt: int
    texts: dict[UUID, Text]


def group_due(sessions: Sessions) -> int:
    """Do every search that is due; how many were attempted."""
    attempted = 0
    while job := _claimed(sessions):
        attempted += 1
        try:
            found = _found(job)
        except apart.Failed as problem:
            log.warning("themes %s: %s", job.id, problem)
            _failed(sessions, job)
        else:
            _done(sessions, job, found)
    return attempted


def _claimed(sessions: Sessions) -> Job | None:
    with sessions.read() as session:
        if session.scalar(_due(session).with_only_columns(ThemeRun.id)) is None:
            return None
    with sessions.write() as session:
        run = session.scalars(_due(session).with_for_update(skip_locked=True)).one_or_none()
        if run is None:
            return None
        run.attempts += 1
        run.state, run.step = State.RUNNING, 1
        run.due_at = now(session) + LEASE
        texts = themes.texts(session, run.challenge_id, run.prompt_id)
        return Job(run.id, run.attempts, texts)


def _due(session: Session) -> Any:
    return (
        select(ThemeRun)
        .where(ThemeRun.state.in_(themes.UNFINISHED), ThemeRun.due_at <= now(session))
        .order_by(ThemeRun.due_at)
        .limit(1)
    )


def _found(job: Job) -> dict[str, Any]:
    asked = [{"key": t.key, "who": t.who, "text": t.text} for t in job.texts.values()]
    told: dict[str, Any] = json.loads(
        apart.run(MODULE, json.dumps(asked).encode(), seconds=SECONDS)
    )
    return told


def _done(sessions: Sessions, job: Job, found: dict[str, Any]) -> None:
    with sessions.write() as session:
        run = _held(session, job)
        if run is None:
            return
        at = now(session)
        number = put_in_place(session, run, found, job.texts, at=at)
        run.engine, run.digest = found["engine"], found["digest"]
        run.answers = len(job.texts)
        together = run.answers - len(found["apart"])
        run.agreement = round(100 * together / max(1, run.answers))
        run.step = len(STEPS) - 1
        _end(session, run, State.DONE, number)


def _failed(sessions: Sessions, job: Job) -> None:
    with sessions.write() as session:
        run = _held(session, job)
        if run is not None and job.attempt >= MOST_ATTEMPTS:
            run.problem = GIVEN_UP
            _end(session, run, State.FAILED, 0)
        elif run is not None:
            run.due_at = now(session) + backoff(job.attempt)


def _held(session: Session, job: Job) -> ThemeRun | None:
    run = session.get(ThemeRun, job.id, with_for_update=True)
    held = run is not None and run.attempts == job.attempt and run.state is State.RUNNING
    return run if held else None


def _end(session: Session, run: ThemeRun, state: State, number: int) -> None:
    run.state = state
    run.finished_at = now(session)
    fact = ThemesFound(
        subject_id=run.id,
        authority_id=run.authority_id,
        challenge_id=run.challenge_id,
        succeeded=state is State.DONE,
        answers=run.answers,
        themes=number,
        digest=run.digest,
        engine=run.engine,
    )
    record(session, fact, by=None, at=run.finished_at)
