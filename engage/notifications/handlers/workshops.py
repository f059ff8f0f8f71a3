"""What people hear of workshops, with the calendar entry that follows every change."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.interest.models import Interest
from engage.kernel.clock import now
from engage.kernel.events import RecordedEvent
from engage.notifications import service
from engage.notifications.handlers.council import tell
from engage.workshops import queries
from engage.workshops.calendar import Method, entry_for
from engage.workshops.calendar.writing import invitation
from engage.workshops.models import Attendee, Place, PlaceState, Sitting

NAMED = "You get this because {} named you to come to this workshop."
Holder = tuple[Place, bool, Interest, Attendee | None]
"""A place, whether its calendar entry is to follow, whose it is, and who comes instead."""


def workshop_announced(session: Session, event: RecordedEvent) -> None:
    """Who waited for another session of it hears of the place in the new line instead."""
    if event.payload.get("again"):
        carried = exists().where(
            Place.sitting_id == event.subject_id, Place.interest_id == Interest.id
        )
        service.tell_participants(session, event, "workshop-announced", ~carried)
    else:
        service.tell_participants(session, event, "workshop-announced")


def workshop_changed(session: Session, event: RecordedEvent) -> None:
    if event.payload.get("told", True):
        _tell_holders(session, event, "workshop-changed", "REQUEST")


def workshop_cancelled(session: Session, event: RecordedEvent) -> None:
    _tell_holders(session, event, "workshop-cancelled", "CANCEL")


def session_tomorrow(session: Session, event: RecordedEvent) -> None:
    """Those who have a place; not when it has moved or was called off meanwhile."""
    sitting = session.get(Sitting, event.subject_id)
    if sitting is None or sitting.cancelled_at is not None:
        return
    if sitting.starts_at.isoformat() == event.payload.get("starts_at"):
        _tell_holders(session, event, "session-tomorrow", None, only_booked=True)


def needs_told(session: Session, event: RecordedEvent) -> None:
    """To the lead alone; to the council's mailbox where nobody leads. It belongs to no challenge:
    the page of what was sent for one must not say that somebody has needs.
    """
    sitting = session.get(Sitting, event.subject_id)
    if sitting is None or sitting.cancelled_at is not None:
        return
    lead = session.get(Person, sitting.workshop.lead_id) if sitting.workshop.lead_id else None
    to = lead if lead and lead.disabled_at is None else sitting.challenge.authority
    tell(session, event, "needs-told", to.email, to.name)


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


def place_transferred(session: Session, event: RecordedEvent) -> None:
    """One e-mail: the entry moves in the calendar, or leaves it where somebody has to wait."""
    place = session.get(Place, event.subject_id)
    if place is None or place.state not in queries.HELD:
        return
    booked = place.state is PlaceState.BOOKED
    method: Method | None = "REQUEST" if booked else "CANCEL"
    in_calendar = booked or event.payload.get("was_booked", True)
    coming = queries.attendee_of(session, place.id)
    holder = (place, in_calendar, place.interest, coming)
    _tell(session, event, "place-transferred", [holder], method if in_calendar else None)


def place_named(session: Session, event: RecordedEvent) -> None:
    """It leaves the calendar of one and enters that of the other, if it is true still."""
    place = session.get(Place, event.subject_id)
    if place is None or place.state is not PlaceState.BOOKED:
        return
    at, current = now(session), queries.attendee_of(session, place.id)
    before, after = (_named(session, place, event, each) for each in ("before_id", "after_id"))
    rows = [_row(event, "place-passed-on", place, before, _entry(place, before, "CANCEL", at))]
    if after is (current or place.interest):
        rows.append(_row(event, "place-named", place, after, _entry(place, after, "REQUEST", at)))
    service.owe_each(session, rows, at=at)


def _named(session: Session, place: Place, event: RecordedEvent, which: str) -> Interest | Attendee:
    known = event.payload.get(which)
    return (session.get(Attendee, UUID(known)) if known else None) or place.interest


def feed_made(session: Session, event: RecordedEvent) -> None:
    """To the mailbox of whoever takes part, and nowhere else; not once it was made anew."""
    interest = session.get(Interest, event.subject_id)
    known = event.payload.get("feed_id")
    feed = queries.feed(session, UUID(known)) if known else None
    if interest is None or feed is None:
        return
    service.owe(
        session,
        cause_id=event.id,
        template="calendar-address",
        recipient=feed.email,
        name=interest.name,
        subject_id=feed.id,
        authority_id=interest.authority_id,
        challenge_id=interest.challenge_id,
        why="You get this because somebody asked for it on your page of a challenge.",
        at=now(session),
    )


def place_waiting(session: Session, event: RecordedEvent) -> None:
    _tell_one(session, event, "place-waiting", None)


def _tell_one(session: Session, event: RecordedEvent, template: str, method: Method | None) -> None:
    place = session.get(Place, event.subject_id)
    if place is None:
        return
    # A fact that is no longer true (left and booked again meanwhile) must not touch a calendar.
    still = place.state is (PlaceState.LEFT if method == "CANCEL" else PlaceState.BOOKED)
    coming = queries.attendee_of(session, place.id)
    _tell(session, event, template, [(place, still, place.interest, coming)], method)


def _tell_holders(
    session: Session,
    event: RecordedEvent,
    template: str,
    method: Method | None,
    *,
    only_booked: bool = False,
) -> None:
    """Everybody with a place gets the calendar entry; those who wait get the words."""
    holders = (
        (place, place.state is PlaceState.BOOKED, interest, coming)
        for place, interest, coming in queries.holders(session, event.subject_id)
        if not only_booked or place.state is PlaceState.BOOKED
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
    """A row for whoever booked, and one for who comes instead: the calendar is theirs then."""
    for place, held, interest, named in holders:
        coming = named if named and held else interest
        entry = _entry(place, coming, method, at) if method and held else None
        apart = coming.email != interest.email
        yield _row(event, template, place, interest, None if apart else entry)
        if apart:
            yield _row(event, template, place, coming, entry)


def _entry(place: Place, person: Interest | Attendee, method: Method, at: datetime) -> str:
    return invitation(entry_for(place, person, stamped=at), method).decode()


def _row(
    event: RecordedEvent,
    template: str,
    place: Place,
    person: Interest | Attendee,
    entry: str | None,
) -> dict[str, Any]:
    """Who was only named gets no link to the supplier's private page."""
    interest = place.interest if isinstance(person, Attendee) else person
    ours = not isinstance(person, Attendee)
    return {
        "cause_id": event.id,
        "template": template,
        "recipient": person.email,
        "recipient_name": person.name,
        "subject_id": event.subject_id,
        "authority_id": interest.authority_id,
        "challenge_id": interest.challenge_id,
        "interest_id": interest.id if ours else None,
        "calendar": entry,
        "why": "" if ours else NAMED.format(interest.organisation),
    }
