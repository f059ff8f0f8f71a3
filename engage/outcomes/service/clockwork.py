"""The clock of the outcome: when the promise was made, who is reminded, who hears that it is late.

A promise is kept as it was made: the day is written down when the engagement ends.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select, update
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import record
from engage.outcomes.events import OutcomeDue, OutcomeOverdue
from engage.outcomes.models import OutcomeClock
from engage.workshops.deadlines import after, last_day

BATCH = 100
AT_WORK = (Stage.CLOSED, Stage.WITH_BOARD)


def outcomes_due(sessions: Sessions) -> int:
    """Write promises down, note what is due soon, and what is late; how many."""
    columns: tuple[Any, ...] = (OutcomeClock.reminded_at, OutcomeClock.escalated_at)
    return _promise(sessions) + sum(_each(sessions, column) for column in columns)


def _promise(sessions: Sessions) -> int:
    with sessions.read() as session:
        if session.scalar(_without().with_only_columns(Challenge.id).limit(1)) is None:
            return 0
    with sessions.write() as session:
        found = session.scalars(_without().limit(BATCH)).unique().all()
        for each in found:
            session.add(OutcomeClock(challenge_id=each.id, **_day_of(each)))
        return len(found)


def _without() -> Select[Challenge]:
    known = exists().where(OutcomeClock.challenge_id == Challenge.id)
    ended = Challenge.stage.in_(AT_WORK), Challenge.engagement_ends.is_not(None)
    return select(Challenge).where(*ended, ~known).order_by(Challenge.id)


def _day_of(challenge: Challenge) -> dict[str, Any]:
    council, ends = challenge.authority, challenge.engagement_ends
    assert ends is not None  # noqa: S101  (the statement asks for it)
    promised = after(council, challenge.region, ends, council.feedback_days)
    return {"authority_id": council.id, **promised._asdict()}


def _each(sessions: Sessions, column: Any) -> int:
    """Looks first without a writer's lock: mostly nothing is due."""
    with sessions.read() as session:
        if session.execute(_due(now(session), column).limit(1)).first() is None:
            return 0
    with sessions.write() as session:
        return _note(session, column, now(session))


def _due(at: datetime, column: Any) -> Select[*tuple[Any, ...]]:
    late = column is OutcomeClock.escalated_at
    when = OutcomeClock.due_at <= at if late else OutcomeClock.remind_at <= at
    columns = OutcomeClock.challenge_id, OutcomeClock.authority_id, OutcomeClock.due_at
    wanted = select(*columns).join(Challenge, Challenge.id == OutcomeClock.challenge_id)
    still = Challenge.stage.in_(AT_WORK), column.is_(None), when
    return wanted.where(*still).order_by(OutcomeClock.due_at)


def _note(session: Session, column: Any, at: datetime) -> int:
    """Those that nobody else has noted in the meantime."""
    rows = session.execute(_due(at, column).limit(BATCH)).all()
    which = OutcomeClock.challenge_id.in_([each.challenge_id for each in rows]), column.is_(None)
    noted = update(OutcomeClock).where(*which).values({column: at})
    noted = noted.returning(OutcomeClock.challenge_id)
    first = set(session.scalars(noted, execution_options={"synchronize_session": False}))
    kind = OutcomeOverdue if column is OutcomeClock.escalated_at else OutcomeDue
    for each in [row for row in rows if row.challenge_id in first]:
        fact = kind(
            subject_id=each.challenge_id,
            authority_id=each.authority_id,
            challenge_id=each.challenge_id,
            due_on=last_day(each.due_at),
        )
        record(session, fact, by=None, at=at)
    return len(first)
