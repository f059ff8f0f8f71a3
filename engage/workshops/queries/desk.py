"""Sessions and their people, as the desk sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, ScalarSelect, case, func, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Person
from engage.challenges import queries as challenges
from engage.interest.models import Interest
from engage.kernel.counting import count_each
from engage.kernel.paging import Page
from engage.workshops.models import (
    Attendance,
    Attendee,
    Mode,
    Place,
    PlaceState,
    Repetition,
    Sitting,
    Workshop,
)
from engage.workshops.queries.lines import HELD, comes_instead
from engage.workshops.queries.public import PUBLIC_COLUMNS


def for_desk(session: Session, actor: Actor, ref: str, sitting_id: UUID) -> Sitting | None:
    """A session of a challenge that the actor may see at the desk."""
    challenge = challenges.for_desk(session, actor, ref)
    return sitting_of(session, sitting_id, challenge.id) if challenge else None


def sitting_of(session: Session, sitting_id: UUID, challenge_id: UUID) -> Sitting | None:
    """A session, if it is one of this challenge."""
    wanted = select(Sitting).where(Sitting.id == sitting_id, Sitting.challenge_id == challenge_id)
    return session.scalars(wanted).one_or_none()


def of_challenge(
    session: Session, challenge_id: UUID, *, page: Page
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The officer's list: every session, with how many wait for it."""
    wanted = (
        select(*PUBLIC_COLUMNS, _waiting().label("waiting"))
        .join(Sitting.workshop)
        .where(Sitting.challenge_id == challenge_id)
        .order_by(Sitting.starts_at, Sitting.id)
    )
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def count_of_challenge(session: Session, challenge_id: UUID) -> int:
    """How many sessions a challenge has, past and cancelled ones too."""
    wanted = select(func.count()).where(Sitting.challenge_id == challenge_id)
    return session.scalar(wanted) or 0


def others_of(session: Session, sitting: Sitting) -> Sequence[Row[*tuple[Any, ...]]]:
    """The other sessions of the same workshop; a challenge has at most 100 altogether."""
    wanted = (
        select(*PUBLIC_COLUMNS)
        .join(Sitting.workshop)
        .where(Workshop.id == sitting.workshop_id, Sitting.id != sitting.id)
        .order_by(Sitting.starts_at, Sitting.id)
    )
    return session.execute(wanted).all()


def others_to_come(session: Session, sitting: Sitting, *, at: datetime) -> Sequence[Sitting]:
    """The other sessions of its workshop that people can still book."""
    wanted = select(Sitting).where(
        Sitting.workshop_id == sitting.workshop_id,
        Sitting.id != sitting.id,
        Sitting.starts_at > at,
        Sitting.cancelled_at.is_(None),
    )
    return session.scalars(wanted.order_by(Sitting.starts_at, Sitting.id)).all()


def number_of_sittings(session: Session, workshop_id: UUID) -> int:
    """How many sessions a workshop has that are not cancelled."""
    wanted = select(func.count()).where(
        Sitting.workshop_id == workshop_id, Sitting.cancelled_at.is_(None)
    )
    return session.scalar(wanted) or 0


@dataclass(frozen=True)
class Standing:
    """Where a session stands: how many have a place, were offered one, wait, came, walked in.

    ``lead`` is the name of who leads its workshop; empty when nobody does. ``again_id``: it is
    held again there; ``not_again``: why it is not, or None while nobody has decided.
    """

    booked: int
    offered: int
    waiting: int
    came: int
    walked_in: int
    lead: str
    again_id: UUID | None
    not_again: str | None

    @property
    def in_line(self) -> int:
        return self.booked + self.offered + self.waiting


def standing(session: Session, sitting: Sitting) -> Standing:
    """One statement."""
    here, there = Place.sitting_id == sitting.id, Attendance.sitting_id == sitting.id
    states = [func.count(case((Place.state == state, 1))) for state in HELD]
    came = select(func.count(Attendance.place_id)).where(there).scalar_subquery()
    all_there = select(func.count()).select_from(Attendance).where(there).scalar_subquery()
    lead = select(Person.name).where(Person.id == sitting.workshop.lead_id).scalar_subquery()
    decided = Repetition.sitting_id == sitting.id
    again, why = (
        select(column).where(decided).scalar_subquery()
        for column in (Repetition.again_id, Repetition.because)
    )
    row: Any = session.execute(select(*states, came, all_there, lead, again, why).where(here)).one()
    booked, offered, waiting, came_with, in_all, name, again_id, not_again = row
    return Standing(
        booked=booked,
        offered=offered,
        waiting=waiting,
        came=came_with,
        walked_in=in_all - came_with,
        lead=name or "",
        again_id=again_id,
        not_again=not_again,
    )


def counts(session: Session, sitting_id: UUID) -> dict[PlaceState, int]:
    """How many have a place, wait, or left."""
    return count_each(session, PlaceState, Place.state, Place.sitting_id == sitting_id)


def to_tell_of_all(session: Session, sitting: Sitting, *, at: datetime) -> int:
    """How many people have a place or wait at the sessions to come of this workshop."""
    wanted = (
        select(func.count(Place.interest_id.distinct()))
        .join(Place.sitting)
        .where(
            Sitting.workshop_id == sitting.workshop_id,
            Sitting.starts_at > at,
            Sitting.cancelled_at.is_(None),
            Place.state.in_(HELD),
        )
    )
    return session.scalar(wanted) or 0


def waiting_for(session: Session, sitting: Sitting, mode: Mode) -> int:
    """How many wait for this kind of place."""
    wanted = select(func.count()).where(
        Place.sitting_id == sitting.id, Place.mode == mode, Place.state == PlaceState.WAITING
    )
    return session.scalar(wanted) or 0


def people(session: Session, sitting_id: UUID, *, page: Page) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who has a place, in the order they got in line; then who waits, first come first."""
    kind, line = (Place.state, Place.mode), (Place.joined_at, Place.id)
    number = func.row_number().over(partition_by=kind, order_by=line)
    wanted = (
        select(
            Interest.organisation,
            func.coalesce(Attendee.name, Interest.name).label("name"),
            func.coalesce(Attendee.email, Interest.email).label("email"),
            *(Place.state, Place.mode, Place.booked_at, number.label("number")),
        )
        .join(Place.interest)
        .outerjoin(Attendee, comes_instead())
        .where(Place.sitting_id == sitting_id, Place.state.in_(HELD))
        .order_by(Place.state, Place.joined_at, Place.id)  # "booked" sorts before "waiting"
    )
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def to_come(session: Session, challenge_id: UUID | None, *, at: datetime) -> Sequence[Sitting]:
    """Sessions that have not begun and are not cancelled, in the order they are locked."""
    wanted = select(Sitting).where(
        Sitting.challenge_id == challenge_id,
        Sitting.starts_at > at,
        Sitting.cancelled_at.is_(None),
    )
    return session.scalars(wanted.order_by(Sitting.id)).all()


def _waiting() -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(Place.sitting_id == Sitting.id, Place.state == PlaceState.WAITING)
        .correlate(Sitting)
        .scalar_subquery()
    )
