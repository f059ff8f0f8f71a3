"""The day before a slot, whoever has it is reminded."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.workshops.events.one_to_ones import SlotTomorrow
from engage.workshops.models import Entry, Series, Slot
from engage.workshops.service.clockwork import BATCH, BEFORE, TOO_LATE


def remind_of_slots(sessions: Sessions) -> int:
    """Note every slot that somebody has and that starts within a day, once; how many."""
    total = 0
    for slot_id in _near(sessions):
        with sessions.write() as session:
            total += _remind(session, slot_id)
    return total


def _remind(session: Session, slot_id: UUID) -> bool:
    """Whether it was still due: another worker, or whoever had it, may have been faster."""
    slot, at = session.get_one(Slot, slot_id), now(session)
    lock(session, slot.series)
    lock(session, slot)
    held = session.scalar(select(Entry.id).where(Entry.slot_id == slot.id))
    off = slot.cancelled_at is not None or slot.series.cancelled_at is not None
    known = slot.reminded_at is not None
    if known or off or held is None or not at + TOO_LATE < slot.starts_at <= at + BEFORE:
        return False
    slot.reminded_at = at
    fact = SlotTomorrow(series_id=slot.series_id, number=slot.number, **about(slot))
    record(session, fact, by=None, at=at)
    return True


def _near(sessions: Sessions) -> list[UUID]:
    with sessions.read() as session:
        at = now(session)
        wanted = (
            select(Slot.id)
            .join(Entry, Entry.slot_id == Slot.id)
            .join(Series, Series.id == Slot.series_id)
            .where(
                Slot.reminded_at.is_(None),
                Slot.cancelled_at.is_(None),
                Series.cancelled_at.is_(None),
                Slot.starts_at > at + TOO_LATE,
                Slot.starts_at <= at + BEFORE,
            )
        )
        return list(session.scalars(wanted.order_by(Slot.starts_at).limit(BATCH)))
