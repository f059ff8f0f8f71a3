"""Slots that are free go to who waits: one service, whatever made them free.

The caller holds the lock of the series, as with sessions (docs/decisions/0007).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload

from engage.interest.models import Interest
from engage.kernel.events import about, record
from engage.workshops.events import FIRST_COME
from engage.workshops.events.one_to_ones import EntryBooked, EntryMovedUp
from engage.workshops.models import Entry, EntryState, Rule, Series, Slot
from engage.workshops.queries.groups import groups_of
from engage.workshops.service.one_to_ones.lottery import Wish, allot

HELD = (EntryState.BOOKED, EntryState.WAITING)
RULES = {
    Rule.FIRST_COME: FIRST_COME,
    Rule.LOTTERY: "public lottery: the order that the published seed says",
}


def give_free(session: Session, series: Series, *, at: datetime) -> Sequence[Entry]:
    """Give every free slot to the first who waits and whom it suits; who got one.

    Nobody waits before a lottery is drawn: until then everybody is in the draw.
    """
    undrawn = series.is_lottery and series.drawn_at is None
    if series.cancelled_at is not None or series.opened_at is None or undrawn:
        return []
    entries = in_line(session, series)
    taken = {entry.slot_id for entry in entries}
    free = {slot.number: slot for slot in to_come(session, series, at) if slot.id not in taken}
    groups = groups_of([entry.interest for entry in entries])
    held = Counter(groups[each.interest_id] for each in entries if each.slot_id is not None)
    waiting = [entry for entry in entries if entry.state is EntryState.WAITING]
    line = [wish_of(entry, groups) for entry in waiting]
    given = allot(line, list(free), series.per_supplier, held)
    moved = [entry for entry in waiting if entry.code in given]
    for entry in moved:
        give(entry, free[given[entry.code]], at=at)
    session.flush()
    for entry in moved:
        slot = free[given[entry.code]]
        fact = EntryMovedUp(slot_id=slot.id, number=slot.number, **about_entry(entry))
        record(session, fact, by=None, at=at)
    return moved


def give(entry: Entry, slot: Slot, *, at: datetime) -> None:
    """From now on it is theirs."""
    entry.state, entry.slot_id, entry.slot = EntryState.BOOKED, slot.id, slot
    entry.booked_at, entry.left_at = at, None
    entry.sequence += 1


def note_booked(
    session: Session, entry: Entry, slot: Slot, *, by: UUID | None, at: datetime
) -> None:
    fact = EntryBooked(slot_id=slot.id, number=slot.number, **about_entry(entry))
    record(session, fact, by=by, at=at)


def in_line(session: Session, series: Series) -> Sequence[Entry]:
    """Everybody who has a slot or waits, in the order of the line, locked."""
    wanted = (
        select(Entry)
        .where(Entry.series_id == series.id, Entry.state.in_(HELD))
        .order_by(Entry.rank, Entry.joined_at, Entry.id)
        .options(
            lazyload(Entry.series),
            joinedload(Entry.interest, innerjoin=True).lazyload(Interest.challenge),
        )
        .with_for_update(of=Entry)
        .execution_options(populate_existing=True)
    )
    return session.scalars(wanted).all()


def to_come(session: Session, series: Series, at: datetime) -> Sequence[Slot]:
    """Slots that have not begun and are not cancelled, the earliest first."""
    wanted = (
        select(Slot)
        .where(Slot.series_id == series.id, Slot.cancelled_at.is_(None), Slot.starts_at > at)
        .order_by(Slot.number)
        .options(lazyload(Slot.series))
    )
    return session.scalars(wanted).all()


def wish_of(entry: Entry, groups: Mapping[UUID, int]) -> Wish:
    return Wish(entry.code, groups[entry.interest_id], tuple(entry.suits))


def about_entry(entry: Entry) -> dict[str, Any]:
    return about(entry) | {"series_id": entry.series_id, "rule": RULES[entry.series.rule]}
