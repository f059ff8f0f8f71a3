"""A supplier asks for a one-to-one, says what suits, and gives a slot up."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.interest.models import Interest, State
from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.locking import lock
from engage.workshops.events.one_to_ones import (
    EntryAsked,
    EntryFact,
    EntryLeft,
    EntrySuits,
    EntryWaiting,
)
from engage.workshops.models import Entry, EntryState, Series, Slot
from engage.workshops.queries.groups import asked_by_supplier
from engage.workshops.queries.one_to_ones import position_of
from engage.workshops.service.booking import STEP, EnoughPlaces, NotTakingPart
from engage.workshops.service.needs import forget_needs
from engage.workshops.service.one_to_ones.giving import (
    about_entry,
    give,
    give_free,
    note_booked,
    to_come,
)
from engage.workshops.service.one_to_ones.lottery import new_code
from engage.workshops.service.seats import AlreadyStarted, Cancelled


class NotAsking(Refusal):
    """Nobody can ask now."""


class SlotTaken(Refusal):
    """Somebody else was faster."""


def ask(
    session: Session,
    series: Series,
    interest: Interest,
    *,
    number: int | None = None,
    suits: Sequence[int] = (),
    at: datetime,
) -> Entry:
    """Ask for a slot: for ``number`` where first come counts; otherwise for any that ``suits``.

    Nobody loses a slot by asking again; who waits may say anew what suits, and keeps the position.
    Who left joins at the end.
    """
    lock(session, interest)
    lock(session, series)
    _require_asking(series, interest, at)
    entry = _entry_of(session, series, interest)
    if entry.state is not EntryState.BOOKED:
        _ask(session, entry, interest, number, suits, at)
    return entry


def _ask(
    session: Session,
    entry: Entry,
    interest: Interest,
    number: int | None,
    suits: Sequence[int],
    at: datetime,
) -> None:
    series = entry.series
    slots = to_come(session, series, at)
    picked = _picked(session, series, slots, number)
    wanted = sorted({each.number for each in slots} & set(suits))
    joins = entry.sequence == 0 or entry.state is EntryState.LEFT
    if not joins and picked is None and wanted == list(entry.suits):
        return
    if joins:
        _require_share(session, series, interest)
        _join(session, entry, at)
    entry.suits = wanted
    if picked is None:
        _wait(session, entry, joins=joins, at=at)
    else:
        give(entry, picked, at=at)
        session.flush()
        note_booked(session, entry, picked, by=entry.interest_id, at=at)


def leave(session: Session, entry: Entry, *, at: datetime) -> None:
    """Give up a slot or a position; the first who waits and whom it suits gets the slot.

    A second time changes nothing.
    """
    series = entry.series
    lock(session, series)
    lock(session, entry)
    if entry.state is EntryState.LEFT:
        return
    slot = session.get(Slot, entry.slot_id) if entry.slot_id else None
    _require_to_come(series, slot, at)
    entry.state, entry.left_at, entry.slot_id, entry.booked_at = EntryState.LEFT, at, None, None
    entry.sequence += 1
    session.flush()
    forget_needs(session, entry)
    fact = EntryLeft(
        slot_id=slot.id if slot else None, had_slot=slot is not None, **about_entry(entry)
    )
    record(session, fact, by=entry.interest_id, at=at)
    if slot is not None:
        give_free(session, series, at=at)


def _join(session: Session, entry: Entry, at: datetime) -> None:
    entry.state, entry.left_at = EntryState.WAITING, None
    entry.joined_at = _next_in_line(session, entry.series_id, at)
    entry.sequence += 1
    session.add(entry)
    session.flush()


def _picked(
    session: Session, series: Series, slots: Sequence[Slot], number: int | None
) -> Slot | None:
    """This slot and no other, if nobody has it. Nobody picks in a lottery."""
    if number is None or series.is_lottery:
        return None
    slot = next((each for each in slots if each.number == number), None)
    held = select(Entry.id).where(Entry.slot_id == slot.id) if slot else None
    if slot is None or held is None or session.scalar(held) is not None:
        raise SlotTaken(
            "This slot is not free any more: somebody else was faster, or it was cancelled."
            " Choose another one, or join the waiting list."
        )
    return slot


def _wait(session: Session, entry: Entry, *, joins: bool, at: datetime) -> None:
    """In the draw, or on the waiting list unless a slot that suits is free now."""
    session.flush()
    if any(each is entry for each in give_free(session, entry.series, at=at)):
        return
    known = about_entry(entry)
    if not joins:
        fact: EntryFact = EntrySuits(**known)
    elif entry.series.is_lottery:
        fact = EntryAsked(**known)
    else:
        fact = EntryWaiting(position=position_of(session, entry), **known)
    record(session, fact, by=entry.interest_id, at=at)


def _require_asking(series: Series, interest: Interest, at: datetime) -> None:
    confirmed = interest.state is State.CONFIRMED
    if not confirmed or interest.challenge_id != series.challenge_id:
        raise NotTakingPart(
            "You do not take part in this challenge. To ask, register your interest first."
        )
    if series.cancelled_at is not None:
        raise Cancelled("These one-to-ones were cancelled. There is nothing more for you to do.")
    if not series.may_ask(at):
        raise NotAsking(f"Asking closed at {spoken(series.closes_at)}.")


def _require_share(session: Session, series: Series, interest: Interest) -> None:
    most = series.per_supplier
    if asked_by_supplier(session, series.id, interest) < most:
        return
    slots = "1 slot is" if most == 1 else f"{most} slots are"
    raise EnoughPlaces(
        f"Your organisation has asked already, and {slots}"
        " the most for one supplier. A colleague can give theirs up for you."
    )


def _require_to_come(series: Series, slot: Slot | None, at: datetime) -> None:
    if series.cancelled_at is not None:
        raise Cancelled("These one-to-ones were cancelled. There is nothing more for you to do.")
    if slot is not None and at >= slot.starts_at:
        raise AlreadyStarted(
            f"Your one-to-one began at {spoken(slot.starts_at)}, so you cannot give it up any more."
        )


def _entry_of(session: Session, series: Series, interest: Interest) -> Entry:
    wanted = (
        select(Entry)
        .where(Entry.series_id == series.id, Entry.interest_id == interest.id)
        .with_for_update(of=Entry)
        .execution_options(populate_existing=True)
    )
    return session.scalars(wanted).one_or_none() or Entry(
        series_id=series.id,
        series=series,
        challenge_id=series.challenge_id,
        authority_id=series.authority_id,
        interest_id=interest.id,
        code=new_code(),
        suits=[],
        state=EntryState.WAITING,
        rank=0,
        sequence=0,
    )


def _next_in_line(session: Session, series_id: UUID, at: datetime) -> datetime:
    """``at``, or just after the last who asked: whoever gets the lock later stands behind."""
    latest = session.scalar(select(func.max(Entry.joined_at)).where(Entry.series_id == series_id))
    return at if latest is None else max(at, latest + STEP)
