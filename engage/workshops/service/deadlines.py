"""The clock of materials: it starts when a session ends, and stops when everybody has an answer.

Older than, never between: after an outage what is due is done, and each thing once. The day that
was promised stays, whatever becomes of the council's setting.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, select, update
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import Event, record
from engage.kernel.upsert import insert_if_absent
from engage.workshops.deadlines import deadline, last_day
from engage.workshops.events import MaterialsDueSoon, MaterialsOverdue
from engage.workshops.models import MaterialsClock, Sitting
from engage.workshops.queries.materials import has_published

BATCH = 100
OPEN = MaterialsClock.settled_at.is_(None)
Rows = Select[*tuple[Any, ...]]
Step = Callable[[Session, datetime], int]


def materials_due(sessions: Sessions) -> int:
    """Start clocks, remind officers, tell who is told when it is late; how many were told of."""
    _each(sessions, _to_start, _start)
    return _each(sessions, _to_remind, _remind) + _each(sessions, _overdue, _escalate)


def settle(session: Session, sitting: Sitting, *, whole: bool, at: datetime) -> None:
    """Materials are here. Of a session that has not ended, the clock stops when it starts."""
    which = _of_workshop(sitting) if whole else MaterialsClock.sitting_id == sitting.id
    stop = update(MaterialsClock).where(which, OPEN).values(settled_at=at)
    session.execute(stop)
    clear = update(MaterialsClock).where(which, MaterialsClock.none_because != "")
    session.execute(clear.values(none_because=""))


def settle_without(session: Session, sitting: Sitting, *, because: str, at: datetime) -> bool:
    """There are none, and why; whether that is news."""
    _begin(session, sitting)
    same = MaterialsClock.none_because == because
    stop = update(MaterialsClock).where(MaterialsClock.sitting_id == sitting.id, ~same)
    said = stop.values(settled_at=at, none_because=because).returning(MaterialsClock.sitting_id)
    return session.scalar(said) is not None


def reopen(session: Session, sitting: Sitting, *, at: datetime) -> None:
    """The last material of a session went: the clock of each such session starts anew."""
    council, region = sitting.challenge.authority, sitting.challenge.region
    promised = deadline(council, region, at)
    nothing = ~exists().where(Sitting.id == MaterialsClock.sitting_id, has_published())
    again = {
        **promised._asdict(), "settled_at": None, "reminded_at": None, "escalated_at": None,
    }  # fmt: skip
    session.flush()
    session.execute(
        update(MaterialsClock)
        .where(_of_workshop(sitting), MaterialsClock.settled_at.is_not(None))
        .where(MaterialsClock.none_because == "", nothing)
        .values(again)
    )


def _begin(session: Session, sitting: Sitting) -> None:
    row = _row(sitting.id, sitting.ends_at, sitting.challenge.authority, sitting.challenge.region)
    insert_if_absent(session, MaterialsClock, row)


def _row(sitting_id: UUID, ended: datetime, council: Authority, region: str) -> dict[str, Any]:
    promised = deadline(council, region, ended)
    return {"sitting_id": sitting_id, "none_because": "", **promised._asdict()}


def _of_workshop(sitting: Sitting) -> ColumnElement[bool]:
    ids = select(Sitting.id).where(Sitting.workshop_id == sitting.workshop_id)
    return MaterialsClock.sitting_id.in_(ids)


def _each(sessions: Sessions, due: Callable[[datetime], Rows], step: Step) -> int:
    """Batches until none is left. Looks first without a writer's lock: mostly nothing is due."""
    total = 0
    while True:
        with sessions.read() as session:
            if session.execute(due(now(session)).limit(1)).first() is None:
                return total
        with sessions.write() as session:
            done = step(session, now(session))
        total += done
        if not done:  # somebody else was faster
            return total


def _to_start(at: datetime) -> Rows:
    """Sessions that are over and have no clock yet."""
    known = exists().where(MaterialsClock.sitting_id == Sitting.id)
    return (
        select(Sitting.id, Sitting.ends_at, Authority, Challenge.region, has_published())
        .join(Challenge, Challenge.id == Sitting.challenge_id)
        .join(Authority, Authority.id == Challenge.authority_id)
        .where(Sitting.ends_at <= at, Sitting.cancelled_at.is_(None), ~known)
        .where(Challenge.stage != Stage.WITHDRAWN)
        .order_by(Sitting.ends_at)
    )


def _start(session: Session, at: datetime) -> int:
    rows = []
    for *row, published in session.execute(_to_start(at).limit(BATCH)):
        rows.append(_row(*row) | {"settled_at": at if published else None})
    insert_if_absent(session, MaterialsClock, rows)
    return len(rows)


def _open(at: datetime) -> Rows:
    columns = Sitting.id, Sitting.authority_id, Sitting.challenge_id, MaterialsClock.due_at
    return (
        select(*columns)
        .select_from(MaterialsClock)
        .join(Sitting, Sitting.id == MaterialsClock.sitting_id)
        .join(Challenge, Challenge.id == Sitting.challenge_id)
        .where(OPEN, Challenge.stage != Stage.WITHDRAWN)
    )


def _to_remind(at: datetime) -> Rows:
    """Not once it is late: then there is something else to say."""
    clock = MaterialsClock
    soon = clock.remind_at <= at, clock.due_at > at, clock.reminded_at.is_(None)
    return _open(at).where(*soon)


def _remind(session: Session, at: datetime) -> int:
    due = session.execute(_to_remind(at).limit(BATCH)).all()
    first = _claim(session, due, MaterialsClock.reminded_at, at)
    return _note(session, first, MaterialsDueSoon, at)


def _overdue(at: datetime) -> Rows:
    return _open(at).where(MaterialsClock.due_at <= at, MaterialsClock.escalated_at.is_(None))


def _escalate(session: Session, at: datetime) -> int:
    due = session.execute(_overdue(at).limit(BATCH)).all()
    first = _claim(session, due, MaterialsClock.escalated_at, at)
    return _note(session, first, MaterialsOverdue, at)


def _claim(
    session: Session, due: Sequence[Row[Any]], column: Any, at: datetime
) -> Sequence[Row[Any]]:
    """Those that nobody else has noted, or settled, in the meantime."""
    which = MaterialsClock.sitting_id.in_([each.id for each in due]), OPEN, column.is_(None)
    noted = update(MaterialsClock).where(*which).values({column: at})
    first = set(session.scalars(noted.returning(MaterialsClock.sitting_id)))
    return [each for each in due if each.id in first]


def _note(
    session: Session,
    due: Sequence[Row[Any]],
    kind: type[MaterialsDueSoon] | type[MaterialsOverdue],
    at: datetime,
) -> int:
    for each in due:
        fact: Event = kind(
            subject_id=each.id,
            authority_id=each.authority_id,
            challenge_id=each.challenge_id,
            due_on=last_day(each.due_at),
        )
        record(session, fact, by=None, at=at)
    return len(due)
