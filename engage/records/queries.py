"""Reads of the audit trail: of one challenge, or of a council beside its challenges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from engage.accounts.actor import Actor
from engage.accounts.models import Invitation, Person
from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.clock import from_wall, spoken_date, to_wall
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.records.policy import OF_THE_LEAD, READERS
from engage.records.sentences import Kind, names_of, say
from engage.responses.events import SEALED
from engage.responses.policy import is_unsealed

MOST_WEEKS = 12  # that are drawn
WEEK = timedelta(days=7)
SERVICE = "the service"
SOMEBODY = "somebody"
MOST_COUNCILS = 50
Subject = aliased(Person)


@dataclass(frozen=True, kw_only=True)
class Trail:
    """Whose facts are read: ``here`` finds them, the rest says what they are about."""

    here: ColumnElement[bool]
    name: str  # of its files
    about: Mapping[str, str]
    subject_id: UUID
    authority_id: UUID
    challenge_id: UUID | None = None


def of_challenge(challenge: Challenge, *, at: datetime, leads: bool = True) -> Trail:
    """The facts of this challenge that the council may know of now; a joint one knows less."""
    here = RecordedEvent.challenge_id == challenge.id
    if not leads:
        here = and_(here, RecordedEvent.name.not_in(sorted(OF_THE_LEAD)))
    if not is_unsealed(challenge, at):
        here = and_(here, RecordedEvent.name.not_in(sorted(SEALED)))
    council = challenge.authority.name
    return Trail(
        here=here,
        name=challenge.reference,
        about={"challenge": challenge.reference, "title": challenge.title, "council": council},
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
    )


def of_council(authority: Authority) -> Trail:
    """The facts of this council that belong to no challenge."""
    ours = RecordedEvent.authority_id == authority.id
    return Trail(
        here=and_(ours, RecordedEvent.challenge_id.is_(None)),
        name=authority.slug,
        about={"council": authority.name},
        subject_id=authority.id,
        authority_id=authority.id,
    )


def councils(session: Session, actor: Actor) -> Sequence[Row[str, str]]:
    """Name and slug of each council whose timeline the actor may read."""
    mine = actor.authorities(*READERS)
    if not mine:
        return ()
    wanted = select(Authority.name, Authority.slug).where(Authority.id.in_(mine))
    return session.execute(wanted.order_by(Authority.name).limit(MOST_COUNCILS)).all()


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of the trail, as the timeline shows it."""

    title: str
    at: datetime
    by: str
    text: str


def count(session: Session, trail: Trail, *, kind: Kind | None) -> int:
    wanted = select(func.count()).where(trail.here, _about(kind))
    return session.scalar(wanted) or 0


def lines(session: Session, trail: Trail, *, kind: Kind | None, page: Page) -> list[Line]:
    """Newest first."""
    wanted = (
        _with_names(
            RecordedEvent.name,
            RecordedEvent.payload,
            RecordedEvent.actor_id,
            RecordedEvent.occurred_at,
            RecordedEvent.sealed_in,
        )
        .where(trail.here, _about(kind))
        .order_by(RecordedEvent.occurred_at.desc(), RecordedEvent.id.desc())
    )
    return [_line(row) for row in session.execute(wanted.offset(page.offset).limit(page.limit))]


def _line(row: Row[Any]) -> Line:
    seal = f"Seal {row.sealed_in}" if row.sealed_in else "Not sealed yet"
    return Line(
        title=say(row.name, row.payload),
        at=row.occurred_at,
        by=who(row.actor_id, row.person, row.organisation),
        text=f"About {row.about}. {seal}" if row.about else seal,
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
    trail: Trail,
    *,
    at: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Row[Any]]:
    """The next facts up to ``at``, oldest first: the event and the names that belong to it."""
    wanted = (
        _with_names(RecordedEvent)
        .where(trail.here, RecordedEvent.occurred_at <= at)
        .order_by(RecordedEvent.occurred_at, RecordedEvent.id)
    )
    if after is not None:
        moment, last = after
        same = and_(RecordedEvent.occurred_at == moment, RecordedEvent.id > last)
        wanted = wanted.where(or_(RecordedEvent.occurred_at > moment, same))
    return session.execute(wanted.limit(limit)).all()


def per_week(session: Session, trail: Trail) -> list[tuple[str, int]]:
    """How many facts each week had, in London; the last weeks only, in two reads."""
    occurred = RecordedEvent.occurred_at
    ends = select(func.count(), func.min(occurred), func.max(occurred)).where(trail.here)
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
        ).where(trail.here)
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


def _about(kind: Kind | None) -> ColumnElement[bool]:
    if kind is None:
        return RecordedEvent.id.is_not(None)
    return RecordedEvent.name.in_(names_of(kind))


def _with_names(*columns: Any) -> Select[Any]:
    """Who did it, and ``about`` whom it is where that is a person."""
    about = func.coalesce(Subject.name, Invitation.name).label("about")
    return (
        select(*columns, Person.name.label("person"), Interest.organisation, about)
        .outerjoin(Subject, Subject.id == RecordedEvent.subject_id)
        .outerjoin(Invitation, Invitation.id == RecordedEvent.subject_id)
        .outerjoin(Person, Person.id == RecordedEvent.actor_id)
        .outerjoin(Interest, Interest.id == RecordedEvent.actor_id)
    )
