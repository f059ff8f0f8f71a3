"""Who asked in vain is forgotten by the clock. The draw as published names nobody, and stays."""

from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from engage.kernel.retention import Kept, delete_batch
from engage.workshops.models import Entry, EntryState, Noted, Slot

ASKED = Kept(
    what="Who asked for a one-to-one and had none in the end",
    days=365,
    after="the last one of its kind",
    since=date(2026, 11, 23),
)
NOTES = Kept(
    what="Notes of one-to-ones that were not published",
    days=2190,
    after="the one-to-one",
    since=date(2026, 11, 23),
)
"""Six years: records of what was said to a supplier must outlast a challenge to the contract."""


def forget_notes(session: Session, *, at: datetime) -> int:
    """What everybody can read stays as long as the page does."""
    over = select(Slot.id).where(Slot.ends_at < NOTES.until(at))
    which = and_(Noted.published_at.is_(None), Noted.slot_id.in_(over))
    return len(delete_batch(session, Noted, which))


def forget_asked(session: Session, *, at: datetime) -> int:
    """Of series whose last slot is long over."""
    over = (
        select(Slot.series_id)
        .group_by(Slot.series_id)
        .having(func.max(Slot.ends_at) < ASKED.until(at))
    )
    which = and_(Entry.state != EntryState.BOOKED, Entry.series_id.in_(over))
    return len(delete_batch(session, Entry, which))
