"""Who comes: the supplier may send somebody else, up to the start."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.locking import lock
from engage.workshops.events import PlaceNamed
from engage.workshops.models import Attendee, Place, PlaceState
from engage.workshops.queries import attendee_of
from engage.workshops.service.needs import forget_needs
from engage.workshops.service.seats import NoPlace, about_place, require_to_come

MOST = 10  # people named for one place: each gets an e-mail that they did not ask for


class TooManyNames(Refusal):
    """Mails to people who did not ask for them must end somewhere."""


def name_attendee(session: Session, place: Place, *, name: str, email: str, at: datetime) -> bool:
    """Send this person, or whoever booked when it is them; whether that is news."""
    lock(session, place.sitting)
    lock(session, place)
    if place.state is not PlaceState.BOOKED:
        raise NoPlace("You have no place at this workshop, so there is nothing to pass on.")
    require_to_come(place.sitting, at)
    before, holder = attendee_of(session, place.id), place.interest
    coming = before or holder
    if (coming.name, coming.email) == (name, email):
        return False
    _require_few(session, place)
    release(session, place, at=at)
    forget_needs(session, place)
    after = None
    if (name, email) != (holder.name, holder.email):
        after = Attendee(place_id=place.id, name=name, email=email, named_at=at)
        session.add(after)
    place.sequence += 1
    session.flush()
    fact = PlaceNamed(
        before_id=before.id if before else None,
        after_id=after.id if after else None,
        **about_place(place),
    )
    record(session, fact, by=place.interest_id, at=at)
    return True


def release(session: Session, place: Place, *, at: datetime) -> None:
    """Nobody is named any more: whoever booked comes."""
    named = update(Attendee).where(Attendee.place_id == place.id, Attendee.released_at.is_(None))
    session.execute(named.values(released_at=at))


def _require_few(session: Session, place: Place) -> None:
    named = select(func.count()).where(Attendee.place_id == place.id)
    if (session.scalar(named) or 0) >= MOST:
        raise TooManyNames(
            "This place was passed on ten times. Give it up and book again, or ask the council."
        )
