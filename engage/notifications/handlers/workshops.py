"""What people hear of workshops, with the calendar entry that follows every change."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engage.interest.models import Interest
from engage.kernel.clock import now
from engage.kernel.events import RecordedEvent
from engage.notifications import service
from engage.workshops import queries
from engage.workshops.calendar import Method, entry_for
from engage.workshops.calendar.writing import invitation
from engage.workshops.models import Place, PlaceState

Holder = tuple[Place, bool, Interest]
"""A place, whether its calendar entry is to follow, and whose it is."""


def workshop_announced(session: Session, event: RecordedEvent) -> None:
    service.tell_participants(session, event, "workshop-announced")


def workshop_changed(session: Session, event: RecordedEvent) -> None:
    if event.payload.get("told", True):
        _tell_holders(session, event, "workshop-changed", "REQUEST")


def workshop_cancelled(session: Session, event: RecordedEvent) -> None:
    _tell_holders(session, event, "workshop-cancelled", "CANCEL")


def place_booked(session: Session, event: RecordedEvent) -> None:
    _tell_one(session, event, "place-booked", "REQUEST")


def place_moved_up(session: Session, event: RecordedEvent) -> None:
    _tell_one(session, event, "place-moved-up", "REQUEST")


def place_offered(session: Session, event: RecordedEvent) -> None:
    """Not once it was taken or has ended: nobody is asked for what cannot be done any more."""
    place = session.get(Place, event.subject_id)
    if place is not None and place.state is PlaceState.OFFERED:
        _tell_one(session, event, "place-offered", None)


def place_lapsed(session: Session, event: RecordedEvent) -> None:
    _tell_one(session, event, "place-lapsed", None)


def place_left(session: Session, event: RecordedEvent) -> None:
    """Nobody is told to take out of their calendar what never was in it."""
    held = event.payload.get("was_booked", True)
    _tell_one(session, event, "place-left", "CANCEL" if held else None)


def place_waiting(session: Session, event: RecordedEvent) -> None:
    _tell_one(session, event, "place-waiting", None)


def _tell_one(session: Session, event: RecordedEvent, template: str, method: Method | None) -> None:
    place = session.get(Place, event.subject_id)
    if place is None:
        return
    # A fact that is no longer true (left and booked again meanwhile) must not touch a calendar.
    still = place.state is (PlaceState.LEFT if method == "CANCEL" else PlaceState.BOOKED)
    _tell(session, event, template, [(place, still, place.interest)], method)


def _tell_holders(session: Session, event: RecordedEvent, template: str, method: Method) -> None:
    """Everybody with a place gets the calendar entry; those who wait get the words."""
    holders = (
        (place, place.state is PlaceState.BOOKED, interest)
        for place, interest in queries.holders(session, event.subject_id)
    )
    _tell(session, event, template, holders, method)


def _tell(
    session: Session,
    event: RecordedEvent,
    template: str,
    holders: Iterable[Holder],
    method: Method | None,
) -> None:
    at = now(session)
    service.owe_each(session, list(_rows(event, template, holders, method, at)), at=at)


def _rows(
    event: RecordedEvent,
    template: str,
    holders: Iterable[Holder],
    method: Method | None,
    at: datetime,
) -> Iterator[dict[str, Any]]:
    for place, held, interest in holders:
        entry = None
        if method and held:
            entry = invitation(entry_for(place, interest, stamped=at), method)
        yield {
            "cause_id": event.id,
            "template": template,
            "recipient": interest.email,
            "recipient_name": interest.name,
            "subject_id": event.subject_id,
            "authority_id": interest.authority_id,
            "challenge_id": interest.challenge_id,
            "interest_id": interest.id,
            "calendar": entry.decode() if entry else None,
        }
