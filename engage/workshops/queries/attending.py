"""Who came to a session, as its check-in page, its register and its file show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.interest.models import Interest
from engage.kernel.paging import Page
from engage.workshops.models import Attendance, Attendee, Place, PlaceState
from engage.workshops.queries.desk import for_desk
from engage.workshops.queries.lines import comes_instead

NAME = func.coalesce(Attendee.name, Interest.name)
EMAIL = func.coalesce(Attendee.email, Interest.email)


@dataclass(frozen=True)
class Turnout:
    """How many had a place, came with one, and walked in."""

    expected: int
    came: int
    walked_in: int

    @property
    def missed(self) -> int:
        return self.expected - self.came


def place_for_desk(
    session: Session, actor: Actor, ref: str, sitting_id: UUID, place_id: UUID
) -> Place | None:
    """A place at a session that the actor may see at the desk."""
    if for_desk(session, actor, ref, sitting_id) is None:
        return None
    wanted = select(Place).where(Place.id == place_id, Place.sitting_id == sitting_id)
    return session.scalars(wanted).one_or_none()


def attendance_for_desk(
    session: Session, actor: Actor, ref: str, sitting_id: UUID, attendance_id: UUID
) -> Attendance | None:
    """That somebody came to a session which the actor may see at the desk."""
    if for_desk(session, actor, ref, sitting_id) is None:
        return None
    wanted = select(Attendance).where(
        Attendance.id == attendance_id, Attendance.sitting_id == sitting_id
    )
    return session.scalars(wanted).one_or_none()


def expected(
    session: Session, sitting_id: UUID, *, words: str = "", page: Page
) -> tuple[int, Sequence[Row[*tuple[Any, ...]]]]:
    """Who has a place, by organisation and name, and whether they came; how many fit the words."""
    wanted = _expected(sitting_id)
    if words:
        found = [
            func.lower(each).contains(words.lower(), autoescape=True)
            for each in (Interest.organisation, NAME)
        ]
        wanted = wanted.where(or_(*found))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    in_order = wanted.order_by(func.lower(Interest.organisation), func.lower(NAME), Place.id)
    return total, session.execute(in_order.offset(page.offset).limit(page.limit)).all()


def expected_after(
    session: Session, sitting_id: UUID, after: UUID | None, most: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The next rows of the file, in the order of their places."""
    wanted = _expected(sitting_id).order_by(Place.id).limit(most)
    if after is not None:
        wanted = wanted.where(Place.id > after)
    return session.execute(wanted).all()


def walked_in(session: Session, sitting_id: UUID) -> Sequence[Attendance]:
    """Who came without a place, last first; the service lets in 200 at most."""
    wanted = select(Attendance).where(
        Attendance.sitting_id == sitting_id, Attendance.place_id.is_(None)
    )
    return session.scalars(wanted.order_by(Attendance.noted_at.desc(), Attendance.id)).all()


def turnout(session: Session, sitting_id: UUID) -> Turnout:
    """One statement."""
    held = select(func.count()).where(
        Place.sitting_id == sitting_id, Place.state == PlaceState.BOOKED
    )
    there = select(func.count(Attendance.place_id), func.count()).where(
        Attendance.sitting_id == sitting_id
    )
    row = session.execute(there.add_columns(held.scalar_subquery())).one()
    return Turnout(expected=row[2], came=row[0], walked_in=row[1] - row[0])


def _expected(sitting_id: UUID) -> Select[*tuple[Any, ...]]:
    noted = (Attendance.id.label("attendance_id"), Attendance.noted_at)
    who = (Interest.organisation, NAME.label("name"), EMAIL.label("email"))
    wanted = select(*(Place.id, *who, Place.mode, *noted))
    return (
        wanted.join(Place.interest)
        .outerjoin(Attendee, comes_instead())
        .outerjoin(Attendance, Attendance.place_id == Place.id)
        .where(Place.sitting_id == sitting_id, Place.state == PlaceState.BOOKED)
    )
