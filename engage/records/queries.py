"""Reads of the audit trail of one challenge."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.clock import from_wall, spoken_date, to_wall
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.records.sentences import Kind, names_of, say
from engage.responses.events import SEALED

MOST_WEEKS = 12  # that are drawn
WEEK = timedelta(days=7)
SERVICE = "the service"
SOMEBODY = "somebody"


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of the trail, as the timeline shows it."""

    title: str
    at: datetime
    by: str
    text: str


def count(session: Session, challenge: Challenge, *, kind: Kind | None, at: datetime) -> int:
    wanted = select(func.count()).where(_of(challenge, at), _about(kind))
    return session.scalar(wanted) or 0


def lines(
    session: Session,
    challenge: Challenge,
    *,
    kind: Kind | None,
    at: datetime,
    page: Page,
) -> list[Line]:
    """Newest first."""
    wanted = (
        _with_names(
            RecordedEvent.name,
            RecordedEvent.payload,
            RecordedEvent.actor_id,
            RecordedEvent.occurred_at,
            RecordedEvent.sealed_in,
        )
        .where(_of(challenge, at), _about(kind))
        .order_by(RecordedEvent.occurred_at.desc(), RecordedEvent.id.desc())
    )
    return [_line(row) for row in session.execute(wanted.offset(page.offset).limit(page.limit))]


def _line(row: Row[Any]) -> Line:
    return Line(
        title=say(row.name, row.payload),
        at=row.occurred_at,
        by=who(row.actor_id, row.person, row.organisation),
        text=f"Seal {row.sealed_in}" if row.sealed_in else "Not sealed yet",
    )


def who(actor_id: UUID | None, person: str | None, organisation: str | None) -> str:
    """How the trail calls whoever did it."""
    if actor_id is None:
        return SERVICE
    if person:
        return person
    return f"{organisation} (a supplier)" if organisation else SOMEBODY


def batch(
    session: Session,
    challenge: Challenge,
    *,
    at: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[tuple[RecordedEvent, str | None, str | None]]:
    """The next facts up to ``at``, oldest first: the event, a person's name, an organisation."""
    wanted = (
        _with_names(RecordedEvent)
        .where(_of(challenge, at), RecordedEvent.occurred_at <= at)
        .order_by(RecordedEvent.occurred_at, RecordedEvent.id)
    )
    if after is not None:
        moment, last = after
        same = and_(RecordedEvent.occurred_at == moment, RecordedEvent.id > last)
        wanted = wanted.where(or_(RecordedEvent.occurred_at > moment, same))
    rows = session.execute(wanted.limit(limit))
    return [(event, person, organisation) for event, person, organisation in rows]


def per_week(session: Session, challenge: Challenge, *, at: datetime) -> list[tuple[str, int]]:
    """How many facts each week had, in London; the last weeks only, in two reads."""
    occurred = RecordedEvent.occurred_at
    here = _of(challenge, at)
    ends = select(func.count(), func.min(occurred), func.max(occurred)).where(here)
    number, first, last = session.execute(ends).one()
    if not number:
        return []
    mondays = _mondays(first, last)
    numbers = session.execute(
        select(
            *(
                func.count(case((and_(occurred >= _start(day), occurred < _start(day + WEEK)), 1)))
                for day in mondays
            )
        ).where(here)
    ).one()
    return [(f"Week of {_date(day)}", number) for day, number in zip(mondays, numbers, strict=True)]


def _mondays(first: datetime, last: datetime) -> list[date]:
    ends = _monday(last)
    begins = max(_monday(first), ends - (MOST_WEEKS - 1) * WEEK)
    return [begins + number * WEEK for number in range((ends - begins).days // 7 + 1)]


def _monday(moment: datetime) -> date:
    day, _ = to_wall(moment)
    return day - timedelta(days=day.weekday())


def _start(day: date) -> datetime:
    return from_wall(day, time(0))


def _date(day: date) -> str:
    return spoken_date(day).removeprefix("Monday ")


def _of(challenge: Challenge, at: datetime) -> ColumnElement[bool]:
    """The facts of this challenge that the council may know of now."""
    here = RecordedEvent.challenge_id == challenge.id
    return here if challenge.ended(at) else and_(here, RecordedEvent.name.not_in(sorted(SEALED)))


def _about(kind: Kind | None) -> ColumnElement[bool]:
    if kind is None:
        return RecordedEvent.id.is_not(None)
    return RecordedEvent.name.in_(names_of(kind))


def _with_names(*columns: Any) -> Select[Any]:
    return (
        select(*columns, Person.name.label("person"), Interest.organisation)
        .outerjoin(Person, Person.id == RecordedEvent.actor_id)
        .outerjoin(Interest, Interest.id == RecordedEvent.actor_id)
    )
