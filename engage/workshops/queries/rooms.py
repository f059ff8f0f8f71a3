"""Sessions as one supplier may see them, with the place they have."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session, aliased, joinedload

from engage.accounts.actor import Actor
from engage.interest import queries as interests
from engage.interest.models import Interest
from engage.workshops.models import AccessNeed, Attendee, Mode, Place, PlaceState, Sitting
from engage.workshops.queries.desk import sitting_of
from engage.workshops.queries.lines import waiting_position
from engage.workshops.queries.public import PUBLIC_COLUMNS


@dataclass(frozen=True)
class RoomSitting:
    """A session as one supplier may see it: ``joining_link`` only with a booked place."""

    id: UUID
    workshop_id: UUID
    title: str
    about: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    step_free: str
    travel: str
    in_person: int
    online: int
    free_in_person: int
    free_online: int
    per_supplier: int | None
    cancelled_at: datetime | None
    cancelled_because: str
    started: bool
    joining_link: str
    mode: Mode | None
    state: PlaceState | None
    booked_at: datetime | None
    left_at: datetime | None
    offer_ends_at: datetime | None
    attendee: str | None
    position: int
    told_needs: bool

    @property
    def free(self) -> int:
        return self.free_in_person + self.free_online

    @property
    def is_booked(self) -> bool:
        return self.state is PlaceState.BOOKED

    @property
    def is_waiting(self) -> bool:
        return self.state is PlaceState.WAITING

    @property
    def is_offered(self) -> bool:
        return self.state is PlaceState.OFFERED

    @property
    def can_change(self) -> bool:
        return self.cancelled_at is None and not self.started


def for_room(session: Session, interest: Interest, *, at: datetime) -> list[RoomSitting]:
    """All sessions of the challenge with this supplier's place, in one statement."""
    rows = session.execute(_in_room(interest).order_by(Sitting.starts_at, Sitting.id))
    return [_seen(row, at) for row in rows]


def one_for_room(
    session: Session, interest: Interest, sitting: Sitting, *, at: datetime
) -> RoomSitting:
    """One session with this supplier's place."""
    return _seen(session.execute(_in_room(interest).where(Sitting.id == sitting.id)).one(), at)


def in_room(
    session: Session, actor: Actor, ref: str, sitting_id: UUID
) -> tuple[Sitting, Interest] | None:
    """A session of a challenge that the actor takes part in, and by which registration."""
    interest = interests.room(session, actor, ref)
    if interest is None:
        return None
    sitting = sitting_of(session, sitting_id, interest.challenge_id)
    return (sitting, interest) if sitting else None


def own_place(session: Session, actor: Actor, ref: str, sitting_id: UUID) -> Place | None:
    """The actor's place at a session, also one they left."""
    found = in_room(session, actor, ref, sitting_id)
    if found is None:
        return None
    sitting, interest = found
    wanted = select(Place).where(Place.sitting_id == sitting.id)
    return session.scalars(
        wanted.where(Place.interest_id == interest.id).options(joinedload(Place.interest))
    ).one_or_none()


def _in_room(interest: Interest) -> Select[*tuple[Any, ...]]:
    mine = aliased(Place)
    is_mine = and_(mine.sitting_id == Sitting.id, mine.interest_id == interest.id)
    named = and_(Attendee.place_id == mine.id, Attendee.released_at.is_(None))
    return (
        select(
            *PUBLIC_COLUMNS,
            Sitting.joining_link,
            mine.mode,
            mine.state,
            mine.booked_at,
            mine.left_at,
            mine.offer_ends_at,
            Attendee.name.label("attendee"),
            waiting_position(mine).label("position"),
            AccessNeed.id.is_not(None).label("told_needs"),
        )
        .select_from(Sitting)
        .join(Sitting.workshop)
        .outerjoin(mine, is_mine)
        .outerjoin(Attendee, named)
        .outerjoin(AccessNeed, AccessNeed.place_id == mine.id)
        .where(Sitting.challenge_id == interest.challenge_id)
    )


def _seen(row: Row[*tuple[Any, ...]], at: datetime) -> RoomSitting:
    known = dict(row._mapping)
    if known["state"] is not PlaceState.BOOKED or known["cancelled_at"] is not None:
        known["joining_link"] = ""
    return RoomSitting(**known, started=at >= known["starts_at"])
