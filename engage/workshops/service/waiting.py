"""The waiting list: who is next, by one rule, whatever made a place free."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.locking import lock
from engage.workshops.events import PlaceAccepted, PlaceLapsed, PlaceMovedUp, PlaceOffered
from engage.workshops.models import Mode, Place, PlaceState, Sitting
from engage.workshops.service.seats import about_place, give_back, require_to_come, take

SHARE = 4  # an offer lasts at most a quarter of the time that is left


class OfferEnded(Refusal):
    """The place went to somebody else."""


def move_up(session: Session, sitting: Sitting, *, at: datetime) -> Sequence[Place]:
    """Give every free place to who waits, in their order. The caller holds the session's lock.

    Who asked to be asked is offered the place, and holds it until the offer ends.
    """
    if sitting.cancelled_at is not None or at >= sitting.starts_at:
        return []
    return [place for mode in Mode for place in _move_up(session, sitting, mode, at)]


def accept(session: Session, place: Place, *, at: datetime) -> None:
    """Take the place that was offered; a second time changes nothing."""
    lock(session, place.sitting)
    lock(session, place)
    if place.state is PlaceState.BOOKED:
        return
    require_to_come(place.sitting, at)
    if not _is_offered(place, at):
        raise OfferEnded(
            "This offer has ended, and the place went to the next person."
            " You can join the waiting list again."
        )
    place.state, place.booked_at, place.offer_ends_at = PlaceState.BOOKED, at, None
    place.sequence += 1
    session.flush()
    record(session, PlaceAccepted(**about_place(place)), by=place.interest_id, at=at)


def lapse(session: Session, sitting: Sitting, *, at: datetime) -> int:
    """End the offers whose time is over, and give the places to who waits next; how many."""
    lock(session, sitting)
    ended = (
        select(Place)
        .where(Place.sitting_id == sitting.id, *lapsed(at))
        .order_by(Place.joined_at, Place.id)
        .with_for_update(of=Place)
        .execution_options(populate_existing=True)
    )
    over = session.scalars(ended).all()
    for mode in Mode:
        if number := sum(place.mode is mode for place in over):
            give_back(session, sitting, mode, number)
    for place in over:
        place.state, place.left_at, place.offer_ends_at = PlaceState.LEFT, at, None
        place.sequence += 1
        record(session, PlaceLapsed(**about_place(place)), by=None, at=at)
    session.flush()
    move_up(session, sitting, at=at)
    return len(over)


def lapsed(at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Offers that nobody took in time: older than, never between."""
    return Place.state == PlaceState.OFFERED, Place.offer_ends_at <= at


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
    if not moved or not take(session, sitting, mode, len(moved)):
        return []
    kept = timedelta(hours=sitting.challenge.authority.offer_hours)
    until = at + min(kept, (sitting.starts_at - at) / SHARE)
    _book_or_offer(session, moved, at, until)
    return moved


def _book_or_offer(session: Session, moved: Sequence[Place], at: datetime, until: datetime) -> None:
    """Two statements for all: those who are booked at once, and those who are asked."""
    more = {"sequence": Place.sequence + 1}
    booked = {"state": PlaceState.BOOKED, "booked_at": at, **more}
    offered = {"state": PlaceState.OFFERED, "offer_ends_at": until, **more}
    for at_once, values in ((True, booked), (False, offered)):
        ids = [place.id for place in moved if place.at_once is at_once]
        if ids:
            session.execute(update(Place).where(Place.id.in_(ids)).values(values))
    for place in moved:
        known = about_place(place)
        fact = PlaceMovedUp(**known) if place.at_once else PlaceOffered(until=until, **known)
        record(session, fact, by=None, at=at)
    session.flush()


def _is_offered(place: Place, at: datetime) -> bool:
    ends = place.offer_ends_at
    return place.state is PlaceState.OFFERED and ends is not None and at < ends
