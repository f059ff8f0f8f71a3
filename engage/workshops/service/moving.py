"""The people of a session that is called off go to another session of the same workshop."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from engage.kernel.events import record
from engage.workshops.events import PlaceTransferred
from engage.workshops.models import Mode, Place, PlaceState, Sitting
from engage.workshops.queries import HELD
from engage.workshops.service.seats import about_place, give_back, take
from engage.workshops.service.waiting import move_up

STEP = timedelta(microseconds=1)


def move_people(session: Session, sitting: Sitting, to: Sitting, *, at: datetime) -> int:
    """Move everybody in line at ``sitting`` to ``to``, in their order; how many.

    Who had a place has one there, or stands at the head of its waiting list, whatever one supplier
    may have: it was promised. Who waited joins the end. Who has been in line there before stays
    behind, and is told like everybody else that the session does not take place. The caller holds
    the locks of both sessions.
    """
    moved = _movable(session, sitting, to)
    held = [place for place in moved if place.state is PlaceState.BOOKED]
    _give_back_all(session, sitting, moved)
    first, last = _ends_of_line(session, to, at)
    for place in moved:
        _put(place, sitting, to)
    booked = _seat(session, to, held)
    late = [place for place in held if place not in booked]
    waited = [place for place in moved if place not in held]
    for back, place in enumerate(reversed(late), start=1):
        _wait(place, first - back * STEP)
    for number, place in enumerate(waited, start=1):
        _wait(place, last + number * STEP)
    session.flush()
    for place in moved:
        known = {"before_id": sitting.id, "was_booked": place in held, **about_place(place)}
        record(session, PlaceTransferred(**known), by=None, at=at)
    move_up(session, to, at=at)
    return len(moved)


def _give_back_all(session: Session, sitting: Sitting, moved: Sequence[Place]) -> None:
    for mode in Mode:
        seated = [each.state is not PlaceState.WAITING for each in moved if each.mode is mode]
        if number := sum(seated):
            give_back(session, sitting, mode, number)


def _movable(session: Session, sitting: Sitting, to: Sitting) -> Sequence[Place]:
    there = aliased(Place)
    known = select(there.interest_id).where(there.sitting_id == to.id)
    wanted = (
        select(Place)
        .where(
            Place.sitting_id == sitting.id,
            Place.state.in_(HELD),
            Place.interest_id.not_in(known),
        )
        .order_by(Place.joined_at, Place.id)
        .with_for_update(of=Place)
        .execution_options(populate_existing=True)
    )
    return session.scalars(wanted).all()


def _ends_of_line(session: Session, to: Sitting, at: datetime) -> tuple[datetime, datetime]:
    """Nobody in line there stands before the first instant, or after the second."""
    wanted = select(func.min(Place.joined_at), func.max(Place.joined_at))
    first, last = session.execute(wanted.where(Place.sitting_id == to.id)).one()
    return (at, at) if first is None else (first, max(last, at))


def _put(place: Place, before: Sitting, to: Sitting) -> None:
    """Calendars take the entry only with a higher number than they have (RFC 5546, 2.1.4)."""
    shown = before.sequence + place.sequence
    place.sitting, place.sitting_id = to, to.id
    place.sequence = max(place.sequence, shown - to.sequence) + 1
    if not to.capacity(place.mode):
        place.mode = to.modes[0]


def _wait(place: Place, since: datetime) -> None:
    place.state, place.joined_at = PlaceState.WAITING, since
    place.booked_at, place.offer_ends_at = None, None


def _seat(session: Session, to: Sitting, held: Sequence[Place]) -> set[Place]:
    """As many as there are free places, in their order."""
    seated: set[Place] = set()
    for mode in to.modes:
        fit = [place for place in held if place.mode is mode][: to.free(mode)]
        if fit and take(session, to, mode, len(fit)):
            seated.update(fit)
    return seated
