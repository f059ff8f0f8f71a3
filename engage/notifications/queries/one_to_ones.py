"""What messages about one-to-ones say, one statement each. None: it is no longer owed."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.notifications.queries.words import Words, about_challenge, one_of
from engage.workshops.models import Entry, Series, Slot
from engage.workshops.queries.one_to_ones import entry_position

SERIES = (
    Series.title.label("series"),
    Series.id.label("session"),
    *(Series.way, Series.venue, Series.rule, Series.closes_at, Series.commitment),
)
TIMES = (Slot.number, Slot.starts_at, Slot.ends_at)


def of_series(session: Session, subject_id: UUID) -> Words | None:
    wanted = _of_series(Series.cancelled_because.label("because"))
    return one_of(session, wanted.where(Series.id == subject_id))


def of_slot(session: Session, subject_id: UUID) -> Words | None:
    """A slot that was called off."""
    wanted = _of_series(*TIMES, Slot.cancelled_because.label("because"))
    wanted = wanted.join(Slot, Slot.series_id == Series.id)
    return one_of(session, wanted.where(Slot.id == subject_id))


def of_entry(session: Session, subject_id: UUID) -> Words | None:
    """``position`` is where they stand on the waiting list now; 0 before a draw."""
    wanted = _of_series(Entry.code, entry_position(Entry).label("position"))
    wanted = wanted.join(Entry, Entry.series_id == Series.id)
    return one_of(session, wanted.where(Entry.id == subject_id))


def of_booked(session: Session, subject_id: UUID) -> Words | None:
    """None once they have no slot any more."""
    wanted = _of_series(*TIMES, Entry.code, Series.joining_link)
    wanted = wanted.join(Entry, Entry.series_id == Series.id)
    wanted = wanted.join(Slot, Slot.id == Entry.slot_id)
    return one_of(session, wanted.where(Entry.id == subject_id))


def _of_series(*columns: Any) -> Select[*tuple[Any, ...]]:
    wanted = about_challenge(*SERIES, *columns)
    return wanted.join(Series, Series.challenge_id == Challenge.id)
