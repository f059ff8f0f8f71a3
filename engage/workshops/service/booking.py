"""Places: book one, leave it, and move up who waits. First come, first served."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Table, func, select, update
from sqlalchemy.orm import Session

from engage.interest.models import Interest, State
from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.workshops.events import PlaceBooked, PlaceLeft, PlaceMovedUp, PlaceWaiting
from engage.workshops.models import Place, PlaceState, Workshop
from engage.workshops.queries import position

# Not through the mapper: bookings must not raise the version that officers edit by.
WORKSHOPS = cast(Table, Workshop.__table__)
STEP = timedelta(microseconds=1)


class AlreadyStarted(Refusal):
    """It is too late for this workshop."""


class Cancelled(Refusal):
    """The workshop does not take place."""


class NotTakingPart(Refusal):
    """Places are for suppliers who take part in the challenge."""


def book(session: Session, workshop: Workshop, interest: Interest, *, at: datetime) -> Place:
    """Give a place if one is free, otherwise the last position of the waiting list.

    Asking again changes nothing. Who left may book again and joins at the end.
    """
    lock(session, interest)
    lock(session, workshop)
    _require_bookable(workshop, interest, at)
    place = _place_of(session, workshop, interest)
    if place is not None and place.state is not PlaceState.LEFT:
        return place
    if place is None:
        place = Place(workshop=workshop, workshop_id=workshop.id, interest_id=interest.id)
        place.interest, place.sequence = interest, 0
    free = _take(session, workshop)
    place.state = PlaceState.BOOKED if free else PlaceState.WAITING
    place.joined_at = _next_in_line(session, workshop, at)
    place.booked_at, place.left_at = (at if free else None), None
    place.sequence += 1
    session.add(place)
    session.flush()
    fact = (
        PlaceBooked(**_about_place(place, workshop))
        if free
        else PlaceWaiting(position=position(session, place), **_about_place(place, workshop))
    )
    record(session, fact, by=interest.id, at=at)
    return place


def leave(session: Session, place: Place, *, at: datetime) -> None:
    """Give a place or a position back; the first who waits moves up in the same transaction.

    A second time changes nothing.
    """
    workshop = place.workshop
    lock(session, workshop)
    lock(session, place)
    if place.state is PlaceState.LEFT:
        return
    _require_to_come(workshop, at)
    was_booked = place.state is PlaceState.BOOKED
    place.state, place.left_at = PlaceState.LEFT, at
    place.sequence += 1
    session.flush()
    fact = PlaceLeft(was_booked=was_booked, **_about_place(place, workshop))
    record(session, fact, by=place.interest_id, at=at)
    if was_booked:
        _give_back(session, workshop)
        move_up(session, workshop, at=at)


def move_up(session: Session, workshop: Workshop, *, at: datetime) -> Sequence[Place]:
    """Give every free place to who waits, in their order. The caller holds the workshop's lock."""
    free = workshop.capacity - workshop.taken
    if free <= 0 or workshop.cancelled_at is not None or at >= workshop.starts_at:
        return []
    waiting = (
        select(Place)
        .where(Place.workshop_id == workshop.id, Place.state == PlaceState.WAITING)
        .order_by(Place.joined_at, Place.id)
        .limit(free)
        .with_for_update(of=Place)
        .execution_options(populate_existing=True)
    )
    moved = session.scalars(waiting).all()
    if not moved or not _take(session, workshop, len(moved)):
        return []
    booked = update(Place).where(Place.id.in_([place.id for place in moved]))
    session.execute(
        booked.values(state=PlaceState.BOOKED, booked_at=at, sequence=Place.sequence + 1)
    )
    for place in moved:
        record(session, PlaceMovedUp(**_about_place(place, workshop)), by=None, at=at)
    session.flush()
    return moved


def _require_bookable(workshop: Workshop, interest: Interest, at: datetime) -> None:
    confirmed = interest.state is State.CONFIRMED
    if not confirmed or interest.challenge_id != workshop.challenge_id:
        raise NotTakingPart(
            "You do not take part in this challenge. To book, register your interest first."
        )
    _require_to_come(workshop, at)
    if not workshop.challenge.takes_part(at):
        raise NotTakingPart("This engagement is over, so no more places are given.")


def _require_to_come(workshop: Workshop, at: datetime) -> None:
    if workshop.cancelled_at is not None:
        raise Cancelled("This workshop was cancelled. There is nothing more for you to do.")
    if at >= workshop.starts_at:
        raise AlreadyStarted(
            f"This workshop began at {spoken(workshop.starts_at)}, so places can no longer change."
        )


def _place_of(session: Session, workshop: Workshop, interest: Interest) -> Place | None:
    wanted = (
        select(Place)
        .where(Place.workshop_id == workshop.id, Place.interest_id == interest.id)
        .with_for_update(of=Place)
        .execution_options(populate_existing=True)
    )
    return session.scalars(wanted).one_or_none()


def _next_in_line(session: Session, workshop: Workshop, at: datetime) -> datetime:
    """``at``, or just after the last who waits: whoever gets the lock later stands behind."""
    last = select(func.max(Place.joined_at)).where(
        Place.workshop_id == workshop.id, Place.state == PlaceState.WAITING
    )
    latest = session.scalar(last)
    return at if latest is None else max(at, latest + STEP)


def _take(session: Session, workshop: Workshop, number: int = 1) -> bool:
    """So many more places, if they are free: decided by the database in one statement."""
    more = (
        update(WORKSHOPS)
        .where(
            WORKSHOPS.c.id == workshop.id,
            WORKSHOPS.c.taken + number <= WORKSHOPS.c.capacity,
            WORKSHOPS.c.cancelled_at.is_(None),
        )
        .values(taken=WORKSHOPS.c.taken + number)
    )
    session.flush()
    taken = cast(CursorResult[Any], session.execute(more)).rowcount == 1
    session.refresh(workshop, ["taken"])
    return taken


def _give_back(session: Session, workshop: Workshop) -> None:
    fewer = (
        update(WORKSHOPS).where(WORKSHOPS.c.id == workshop.id).values(taken=WORKSHOPS.c.taken - 1)
    )
    session.execute(fewer)
    session.refresh(workshop, ["taken"])


def _about_place(place: Place, workshop: Workshop) -> dict[str, Any]:
    return about(workshop) | {"subject_id": place.id, "workshop_id": workshop.id}
