"""What people hear of one-to-ones, with the calendar entry of the slot they have or had."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.kernel.clock import now
from engage.kernel.events import RecordedEvent
from engage.notifications import service
from engage.notifications.handlers.council import tell
from engage.workshops.calendar import Method, entry_of_slot
from engage.workshops.calendar.writing import invitation
from engage.workshops.models import Entry, EntryState, Series, Slot
from engage.workshops.queries.one_to_ones import held_entries, whose

Told = tuple[Entry, Slot | None]
"""Who is told, and the slot of which the calendar entry follows; None: the words only."""


def opened(session: Session, event: RecordedEvent) -> None:
    service.tell_participants(session, event, "one-to-ones-opened")


def cancelled(session: Session, event: RecordedEvent) -> None:
    """Everybody who has a slot or asks, once."""
    told = [(entry, entry.slot) for entry in held_entries(session, event.subject_id)]
    _tell(session, event, "one-to-ones-cancelled", told, "CANCEL")


def moved(session: Session, event: RecordedEvent) -> None:
    """Whoever has a slot to come, with its entry anew; not when it has changed again since."""
    at, series = now(session), session.get(Series, event.subject_id)
    if series is None or series.sequence != event.payload["sequence"]:
        return
    held = [(each, each.slot) for each in held_entries(session, series.id)]
    for entry, slot in held:
        if slot is not None and slot.is_to_come(at):
            _tell(session, event, "one-to-one-moved", [(entry, slot)], "REQUEST", entry.id)


def needs_told(session: Session, event: RecordedEvent) -> None:
    """To whoever leads alone, or the council's mailbox; on the page of no challenge."""
    series = session.get(Series, event.subject_id)
    if series is None or series.cancelled_at is not None:
        return
    lead = session.get(Person, series.lead_id) if series.lead_id else None
    to = lead if lead and lead.disabled_at is None else series.challenge.authority
    tell(session, event, "one-to-ones-needs", to.email, to.name)


def asked(session: Session, event: RecordedEvent) -> None:
    _tell_of_entry(session, event, "one-to-one-asked")


def waiting(session: Session, event: RecordedEvent) -> None:
    """Not once they have a slot: that is told by itself."""
    _tell_of_entry(session, event, "one-to-one-waiting", only=EntryState.WAITING)


def booked(session: Session, event: RecordedEvent) -> None:
    """A fact that is no longer true must not touch a calendar, nor be told."""
    entry, slot = session.get(Entry, event.subject_id), _slot_of(session, event)
    if entry is not None and slot is not None and entry.slot_id == slot.id:
        _tell(session, event, "one-to-one-booked", [(entry, slot)], "REQUEST")


def left(session: Session, event: RecordedEvent) -> None:
    """Nobody is told to take out of their calendar what never was in it, or is there again."""
    entry, slot = session.get(Entry, event.subject_id), _slot_of(session, event)
    if entry is not None:
        again = slot is not None and entry.slot_id == slot.id
        told = [(entry, None if again else slot)]
        _tell(session, event, "one-to-one-left", told, "CANCEL")


def slot_cancelled(session: Session, event: RecordedEvent) -> None:
    known = event.payload.get("entry_id")
    entry = session.get(Entry, UUID(known)) if known else None
    if entry is not None:
        slot = session.get(Slot, event.subject_id)
        _tell(session, event, "one-to-one-cancelled", [(entry, slot)], "CANCEL")


def tomorrow(session: Session, event: RecordedEvent) -> None:
    """Whoever has the slot now; not once it was called off."""
    slot = session.get(Slot, event.subject_id)
    entry = whose(session, event.subject_id)
    if slot is None or entry is None or slot.cancelled_at or slot.series.cancelled_at:
        return
    _tell(session, event, "one-to-one-tomorrow", [(entry, None)], "REQUEST", entry.id)


def _tell_of_entry(
    session: Session, event: RecordedEvent, template: str, only: EntryState | None = None
) -> None:
    entry = session.get(Entry, event.subject_id)
    if entry is not None and only in (None, entry.state):
        _tell(session, event, template, [(entry, None)], "REQUEST")


def _tell(
    session: Session,
    event: RecordedEvent,
    template: str,
    told: Iterable[Told],
    method: Method,
    subject_id: UUID | None = None,
) -> None:
    at = now(session)
    rows = [_row(event, template, *each, method, subject_id, at) for each in told]
    if rows:
        service.owe_each(session, rows, at=at)


def _row(
    event: RecordedEvent,
    template: str,
    entry: Entry,
    slot: Slot | None,
    method: Method,
    subject_id: UUID | None,
    at: datetime,
) -> dict[str, Any]:
    interest = entry.interest
    calendar = invitation(entry_of_slot(entry, slot, stamped=at), method) if slot else None
    return {
        "cause_id": event.id,
        "template": template,
        "recipient": interest.email,
        "recipient_name": interest.name,
        "subject_id": subject_id or event.subject_id,
        "authority_id": interest.authority_id,
        "challenge_id": interest.challenge_id,
        "interest_id": interest.id,
        "calendar": calendar.decode() if calendar else None,
        "why": "",
    }


def _slot_of(session: Session, event: RecordedEvent) -> Slot | None:
    known = event.payload.get("slot_id")
    return session.get(Slot, UUID(known)) if known else None
