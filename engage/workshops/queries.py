"""Reads of workshops and places, each shaped for the page or task that asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from engage.accounts.actor import Actor
from engage.challenges import queries as challenges
from engage.interest import queries as interests
from engage.interest.models import Interest
from engage.interest.models import State as InterestState
from engage.kernel.counting import count_each
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.workshops.models import Place, PlaceState, Workshop

HELD = (PlaceState.BOOKED, PlaceState.WAITING)
PUBLIC_COLUMNS = (
    Workshop.id,
    Workshop.title,
    Workshop.about,
    Workshop.starts_at,
    Workshop.ends_at,
    Workshop.venue,
    (Workshop.joining_link != "").label("online"),
    Workshop.capacity,
    (Workshop.capacity - Workshop.taken).label("free"),
    Workshop.cancelled_at,
    Workshop.cancelled_because,
)
ANNOUNCED = (
    select(*PUBLIC_COLUMNS)
    .where(Workshop.challenge_id == bindparam("challenge_id"), Workshop.cancelled_at.is_(None))
    .order_by(Workshop.starts_at, Workshop.id)
)


@dataclass(frozen=True)
class RoomWorkshop:
    """A workshop as one supplier may see it: ``joining_link`` only with a booked place."""

    id: UUID
    title: str
    about: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    online: bool
    capacity: int
    free: int
    cancelled_at: datetime | None
    cancelled_because: str
    started: bool
    joining_link: str
    state: PlaceState | None
    booked_at: datetime | None
    left_at: datetime | None
    position: int

    @property
    def is_booked(self) -> bool:
        return self.state is PlaceState.BOOKED

    @property
    def is_waiting(self) -> bool:
        return self.state is PlaceState.WAITING

    @property
    def can_change(self) -> bool:
        return self.cancelled_at is None and not self.started


def announced(session: Session, challenge_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """What everybody may know of the workshops, held ones too: no joining link, no names."""
    return session.execute(ANNOUNCED, {"challenge_id": challenge_id}).all()


def for_room(session: Session, interest: Interest, *, at: datetime) -> list[RoomWorkshop]:
    """All workshops of the challenge with this supplier's place, in one statement."""
    rows = session.execute(_in_room(interest).order_by(Workshop.starts_at, Workshop.id))
    return [_seen(row, at) for row in rows]


def one_for_room(
    session: Session, interest: Interest, workshop: Workshop, *, at: datetime
) -> RoomWorkshop:
    """One workshop with this supplier's place."""
    return _seen(session.execute(_in_room(interest).where(Workshop.id == workshop.id)).one(), at)


def in_room(
    session: Session, actor: Actor, ref: str, workshop_id: UUID
) -> tuple[Workshop, Interest] | None:
    """A workshop of a challenge that the actor takes part in, and by which registration."""
    interest = interests.room(session, actor, ref)
    if interest is None:
        return None
    workshop = _workshop(session, workshop_id, interest.challenge_id)
    return (workshop, interest) if workshop else None


def own_place(session: Session, actor: Actor, ref: str, workshop_id: UUID) -> Place | None:
    """The actor's place at a workshop, also one they left."""
    found = in_room(session, actor, ref, workshop_id)
    if found is None:
        return None
    workshop, interest = found
    wanted = select(Place).where(Place.workshop_id == workshop.id)
    return session.scalars(
        wanted.where(Place.interest_id == interest.id).options(joinedload(Place.interest))
    ).one_or_none()


def for_desk(session: Session, actor: Actor, ref: str, workshop_id: UUID) -> Workshop | None:
    """A workshop of a challenge that the actor may see at the desk."""
    challenge = challenges.for_desk(session, actor, ref)
    return _workshop(session, workshop_id, challenge.id) if challenge else None


def of_challenge(
    session: Session, challenge_id: UUID, *, page: Page
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The officer's list, with how many wait for each."""
    wanted = (
        select(*PUBLIC_COLUMNS, Workshop.taken, _waiting().label("waiting"))
        .where(Workshop.challenge_id == challenge_id)
        .order_by(Workshop.starts_at, Workshop.id)
    )
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def count_of_challenge(session: Session, challenge_id: UUID) -> int:
    """How many workshops a challenge has, past and cancelled ones too."""
    wanted = select(func.count()).where(Workshop.challenge_id == challenge_id)
    return session.scalar(wanted) or 0


def counts(session: Session, workshop_id: UUID) -> dict[PlaceState, int]:
    """How many have a place, wait, or left."""
    return count_each(session, PlaceState, Place.state, Place.workshop_id == workshop_id)


def people(session: Session, workshop_id: UUID, *, page: Page) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who has a place, in the order they got in line; then who waits, first come first."""
    wanted = (
        select(Interest.organisation, Interest.name, Interest.email, Place.booked_at)
        .join(Place.interest)
        .where(Place.workshop_id == workshop_id, Place.state.in_(HELD))
        .order_by(Place.state, Place.joined_at, Place.id)  # "booked" sorts before "waiting"
    )
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def holders(session: Session, workshop_id: UUID) -> Sequence[Row[UUID, int, bool, Interest]]:
    """Place, its sequence, whether it is booked, and whose it is: also of those who wait."""
    wanted = (
        select(Place.id, Place.sequence, Place.state == PlaceState.BOOKED, Interest)
        .join(Interest, Interest.id == Place.interest_id)
        .where(Place.workshop_id == workshop_id, Place.state.in_(HELD))
    )
    return session.execute(wanted).all()


def position(session: Session, place: Place) -> int:
    """Where somebody who waits stands, from 1; 0 for those who do not wait."""
    mine = aliased(Place)
    return session.scalar(select(waiting_position(mine)).where(mine.id == place.id)) or 0


def freed_by(session: Session, event: RecordedEvent, *, at: datetime) -> Sequence[Place]:
    """Places to come of a supplier who withdrew; not those booked after they came back."""
    wanted = (
        select(Place)
        .join(Place.workshop)
        .join(Place.interest)
        .where(
            Place.interest_id == event.subject_id,
            Place.state.in_(HELD),
            Workshop.starts_at > at,
            Workshop.cancelled_at.is_(None),
            or_(
                Interest.state == InterestState.WITHDRAWN,
                Place.joined_at <= event.occurred_at,
            ),
        )
        .order_by(Place.workshop_id)
    )
    return session.scalars(wanted).all()


def to_come(session: Session, challenge_id: UUID | None, *, at: datetime) -> Sequence[Workshop]:
    """Workshops that have not begun and are not cancelled, in the order they are locked."""
    wanted = select(Workshop).where(
        Workshop.challenge_id == challenge_id,
        Workshop.starts_at > at,
        Workshop.cancelled_at.is_(None),
    )
    return session.scalars(wanted.order_by(Workshop.id)).all()


def _workshop(session: Session, workshop_id: UUID, challenge_id: UUID) -> Workshop | None:
    wanted = select(Workshop).where(
        Workshop.id == workshop_id, Workshop.challenge_id == challenge_id
    )
    return session.scalars(wanted).one_or_none()


def _in_room(interest: Interest) -> Select[*tuple[Any, ...]]:
    mine = aliased(Place)
    is_mine = and_(mine.workshop_id == Workshop.id, mine.interest_id == interest.id)
    return (
        select(
            *PUBLIC_COLUMNS,
            Workshop.joining_link,
            mine.state,
            mine.booked_at,
            mine.left_at,
            waiting_position(mine).label("position"),
        )
        .outerjoin(mine, is_mine)
        .where(Workshop.challenge_id == interest.challenge_id)
    )


def _seen(row: Row[*tuple[Any, ...]], at: datetime) -> RoomWorkshop:
    known = dict(row._mapping)
    if known["state"] is not PlaceState.BOOKED or known["cancelled_at"] is not None:
        known["joining_link"] = ""
    return RoomWorkshop(**known, started=at >= known["starts_at"])


def waiting_position(mine: type[Place]) -> ScalarSelect[int]:
    """How many who wait stand at or before ``mine``; 0 unless it waits itself."""
    other = aliased(Place)
    before: ColumnElement[bool] = or_(
        other.joined_at < mine.joined_at,
        and_(other.joined_at == mine.joined_at, other.id <= mine.id),
    )
    return (
        select(func.count())
        .where(
            other.workshop_id == mine.workshop_id,
            other.state == PlaceState.WAITING,
            mine.state == PlaceState.WAITING,
            before,
        )
        .correlate(mine)
        .scalar_subquery()
    )


def _waiting() -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(Place.workshop_id == Workshop.id, Place.state == PlaceState.WAITING)
        .correlate(Workshop)
        .scalar_subquery()
    )
