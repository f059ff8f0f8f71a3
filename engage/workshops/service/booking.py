"""Places: book one, and leave it. First come, first served."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.interest.models import Interest, State
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.locking import lock
from engage.workshops.events import PlaceBooked, PlaceLeft, PlaceWaiting
from engage.workshops.models import Mode, Place, PlaceState, Sitting
from engage.workshops.queries import held_by_supplier, position
from engage.workshops.service.naming import release
from engage.workshops.service.needs import forget_needs
from engage.workshops.service.seats import about_place, give_back, require_to_come, take
from engage.workshops.service.waiting import move_up

SEATED = (PlaceState.BOOKED, PlaceState.OFFERED)
STEP = timedelta(microseconds=1)


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
    at_once: bool = True,
    at: datetime,
) -> Place:
    """Give a place if one is free, otherwise the last position of the waiting list.

    Without a ``mode`` it is the first that the session has. Asking again changes nothing, unless
    who waits asks for the other kind of place. Who left may book again and joins at the end.
    ``at_once``: from the waiting list, book it for me; otherwise ask me first.
    """
    lock(session, interest)
    lock(session, sitting)
    _require_bookable(sitting, interest, at)
    place = _place_of(session, sitting, interest)
    if place is not None and not _joins(place, mode):
        return place
    if place is None:
        place = Place(sitting=sitting, sitting_id=sitting.id, interest_id=interest.id)
        place.interest, place.sequence = interest, 0
    if place.state is PlaceState.LEFT:
        release(session, place, at=at)
    place.mode, place.at_once = _chosen(sitting, mode), at_once
    _require_share(session, sitting, interest)
    _join(session, place, at=at)
    return place


def _joins(place: Place, mode: Mode | None) -> bool:
    """Whether asking for a place is news: nobody loses one by pressing a button twice."""
    if place.state is PlaceState.WAITING:
        return mode is not None and mode is not place.mode
    return place.state is PlaceState.LEFT


def _join(session: Session, place: Place, *, at: datetime) -> None:
    """Take a seat or the end of the line, and say which."""
    sitting = place.sitting
    free = take(session, sitting, place.mode)
    place.state = PlaceState.BOOKED if free else PlaceState.WAITING
    place.joined_at = _next_in_line(session, sitting, at)
    place.booked_at, place.left_at, place.offer_ends_at = (at if free else None), None, None
    place.sequence += 1
    session.add(place)
    session.flush()
    fact = (
        PlaceBooked(**about_place(place))
        if free
        else PlaceWaiting(position=position(session, place), **about_place(place))
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
    require_to_come(sitting, at)
    was_booked, seated = place.state is PlaceState.BOOKED, place.state in SEATED
    place.state, place.left_at, place.offer_ends_at = PlaceState.LEFT, at, None
    place.sequence += 1
    session.flush()
    forget_needs(session, place)
    record(
        session,
        PlaceLeft(was_booked=was_booked, **about_place(place)),
        by=place.interest_id,
        at=at,
    )
    if seated:
        give_back(session, sitting, place.mode)
        move_up(session, sitting, at=at)


def _chosen(sitting: Sitting, mode: Mode | None) -> Mode:
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
    require_to_come(sitting, at)
    if not sitting.challenge.takes_part(at):
        raise NotTakingPart("This engagement is over, so no more places are given.")


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
