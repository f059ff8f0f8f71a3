"""Places: book one, leave it, and move up who waits. First come, first served."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Column, CursorResult, Table, func, select, update
from sqlalchemy.orm import Session

from engage.interest.models import Interest, State
from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.workshops.events import PlaceBooked, PlaceLeft, PlaceMovedUp, PlaceWaiting
from engage.workshops.models import Mode, Place, PlaceState, Sitting
from engage.workshops.queries import held_by_supplier, position

# Not through the mapper: bookings must not raise the version that officers edit by.
SITTINGS = cast(Table, Sitting.__table__)
COLUMNS = {
    Mode.IN_PERSON: ("in_person", "taken_in_person"),
    Mode.ONLINE: ("online", "taken_online"),
}
STEP = timedelta(microseconds=1)


class AlreadyStarted(Refusal):
    """It is too late for this workshop."""


class Cancelled(Refusal):
    """The workshop does not take place."""


class NotTakingPart(Refusal):
    """Places are for suppliers who take part in the challenge."""


class NotThatWay(Refusal):
    """The session has no places of this kind."""


class EnoughPlaces(Refusal):
    """One supplier has its share."""


def book(
    session: Session,
    sitting: Sitting,
    interest: Interest,
    *,
    mode: Mode | None = None,
    at: datetime,
) -> Place:
    """Give a place if one is free, otherwise the last position of the waiting list.

    Without a ``mode`` it is the first that the session has. Asking again changes nothing. Who
    left may book again and joins at the end.
    """
    lock(session, interest)
    lock(session, sitting)
    _require_bookable(sitting, interest, at)
    place = _place_of(session, sitting, interest)
    if place is not None and place.state is not PlaceState.LEFT:
        return place
    if place is None:
        place = Place(sitting=sitting, sitting_id=sitting.id, interest_id=interest.id)
        place.interest, place.sequence = interest, 0
    place.mode = _offered(sitting, mode)
    _require_share(session, sitting, interest)
    _join(session, place, at=at)
    return place


def _join(session: Session, place: Place, *, at: datetime) -> None:
    """Take a seat or the end of the line, and say which."""
    sitting = place.sitting
    free = _take(session, sitting, place.mode)
    place.state = PlaceState.BOOKED if free else PlaceState.WAITING
    place.joined_at = _next_in_line(session, sitting, at)
    place.booked_at, place.left_at = (at if free else None), None
    place.sequence += 1
    session.add(place)
    session.flush()
    fact = (
        PlaceBooked(**_about_place(place))
        if free
        else PlaceWaiting(position=position(session, place), **_about_place(place))
    )
    record(session, fact, by=place.interest_id, at=at)


def leave(session: Session, place: Place, *, at: datetime) -> None:
    """Give a place or a position back; the first who waits moves up in the same transaction.

    A second time changes nothing.
    """
    sitting = place.sitting
    lock(session, sitting)
    lock(session, place)
    if place.state is PlaceState.LEFT:
        return
    _require_to_come(sitting, at)
    was_booked = place.state is PlaceState.BOOKED
    place.state, place.left_at = PlaceState.LEFT, at
    place.sequence += 1
    session.flush()
    record(
        session,
        PlaceLeft(was_booked=was_booked, **_about_place(place)),
        by=place.interest_id,
        at=at,
    )
    if was_booked:
        _give_back(session, sitting, place.mode)
        move_up(session, sitting, at=at)


def move_up(session: Session, sitting: Sitting, *, at: datetime) -> Sequence[Place]:
    """Give every free place to who waits, in their order. The caller holds the session's lock."""
    if sitting.cancelled_at is not None or at >= sitting.starts_at:
        return []
    return [place for mode in Mode for place in _move_up(session, sitting, mode, at)]


def _move_up(session: Session, sitting: Sitting, mode: Mode, at: datetime) -> Sequence[Place]:
    free = sitting.free(mode)
    if free <= 0:
        return []
    waiting = (
        select(Place)
        .where(
            Place.sitting_id == sitting.id,
            Place.mode == mode,
            Place.state == PlaceState.WAITING,
        )
        .order_by(Place.joined_at, Place.id)
        .limit(free)
        .with_for_update(of=Place)
        .execution_options(populate_existing=True)
    )
    moved = session.scalars(waiting).all()
    if not moved or not _take(session, sitting, mode, len(moved)):
        return []
    booked = update(Place).where(Place.id.in_([place.id for place in moved]))
    session.execute(
        booked.values(state=PlaceState.BOOKED, booked_at=at, sequence=Place.sequence + 1)
    )
    for place in moved:
        record(session, PlaceMovedUp(**_about_place(place)), by=None, at=at)
    session.flush()
    return moved


def _offered(sitting: Sitting, mode: Mode | None) -> Mode:
    if mode is None:
        return sitting.modes[0]
    if mode not in sitting.modes:
        only = "online" if mode is Mode.IN_PERSON else "in person"
        raise NotThatWay(f"This workshop is only {only}. Book a place {only} instead.")
    return mode


def _require_share(session: Session, sitting: Sitting, interest: Interest) -> None:
    most = sitting.per_supplier
    if most is None or held_by_supplier(session, sitting.id, interest) < most:
        return
    has = "1 place" if most == 1 else f"{most:,} places"
    raise EnoughPlaces(
        f"Your organisation has {has} or positions in the line here already, which is as many as"
        " one supplier can have. A colleague can give one up for you, or you can book another"
        " session. Slides and notes go to everybody."
    )


def _require_bookable(sitting: Sitting, interest: Interest, at: datetime) -> None:
    confirmed = interest.state is State.CONFIRMED
    if not confirmed or interest.challenge_id != sitting.challenge_id:
        raise NotTakingPart(
            "You do not take part in this challenge. To book, register your interest first."
        )
    _require_to_come(sitting, at)
    if not sitting.challenge.takes_part(at):
        raise NotTakingPart("This engagement is over, so no more places are given.")


def _require_to_come(sitting: Sitting, at: datetime) -> None:
    if sitting.cancelled_at is not None:
        raise Cancelled("This workshop was cancelled. There is nothing more for you to do.")
    if at >= sitting.starts_at:
        raise AlreadyStarted(
            f"This workshop began at {spoken(sitting.starts_at)}, so places can no longer change."
        )


def _place_of(session: Session, sitting: Sitting, interest: Interest) -> Place | None:
    wanted = (
        select(Place)
        .where(Place.sitting_id == sitting.id, Place.interest_id == interest.id)
        .with_for_update(of=Place)
        .execution_options(populate_existing=True)
    )
    return session.scalars(wanted).one_or_none()


def _next_in_line(session: Session, sitting: Sitting, at: datetime) -> datetime:
    """``at``, or just after the last who waits: whoever gets the lock later stands behind."""
    last = select(func.max(Place.joined_at)).where(
        Place.sitting_id == sitting.id, Place.state == PlaceState.WAITING
    )
    latest = session.scalar(last)
    return at if latest is None else max(at, latest + STEP)


def _take(session: Session, sitting: Sitting, mode: Mode, number: int = 1) -> bool:
    """So many more places, if they are free: decided by the database in one statement."""
    places, taken = _columns(mode)
    more = (
        update(SITTINGS)
        .where(
            SITTINGS.c.id == sitting.id,
            taken + number <= places,
            SITTINGS.c.cancelled_at.is_(None),
        )
        .values({taken: taken + number})
    )
    session.flush()
    got = cast(CursorResult[Any], session.execute(more)).rowcount == 1
    session.refresh(sitting, [taken.name])
    return got


def _give_back(session: Session, sitting: Sitting, mode: Mode) -> None:
    _, taken = _columns(mode)
    fewer = update(SITTINGS).where(SITTINGS.c.id == sitting.id).values({taken: taken - 1})
    session.execute(fewer)
    session.refresh(sitting, [taken.name])


def _columns(mode: Mode) -> tuple[Column[int], Column[int]]:
    places, taken = COLUMNS[mode]
    return SITTINGS.c[places], SITTINGS.c[taken]


def _about_place(place: Place) -> dict[str, Any]:
    sitting = place.sitting
    facts = {"workshop_id": sitting.workshop_id, "sitting_id": sitting.id, "mode": place.mode}
    return about(sitting) | facts | {"subject_id": place.id}
