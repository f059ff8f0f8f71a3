"""Who asked in vain is forgotten by the clock. The draw as published names nobody, and stays."""

from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from engage.kernel.retention import Kept, delete_batch
from engage.workshops.models import Entry, EntryState, Slot

ASKED = Kept(
    what="Who asked for a one-to-one and had none in the end",
    days=365,
    after="the last one of its kind",
    since=date(2026, 11, 23),
)


def forget_asked(session: Session, *, at: datetime) -> int:
    """Of series whose last slot is long over."""
    over = (
        select(Slot.series_id)
        .group_by(Slot.series_id)
        .having(func.max(Slot.ends_at) < ASKED.until(at))
    )
    which = and_(Entry.state != EntryState.BOOKED, Entry.series_id.in_(over))
    return len(delete_batch(session, Entry, which))
