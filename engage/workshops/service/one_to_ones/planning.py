"""A series of one-to-ones: make a draft, change it, open it, call a slot or all of it off."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.kernel.versions import require_seen
from engage.workshops.calendar import is_link
from engage.workshops.events.one_to_ones import (
    SeriesCancelled,
    SeriesChanged,
    SeriesOpened,
    SeriesPlanned,
    SlotCancelled,
)
from engage.workshops.models import Entry, EntryState, Rule, Series, Slot, Way
from engage.workshops.service.details import BadTimes, NotOpen, Nowhere, TooMany
from engage.workshops.service.needs import forget_needs, forget_needs_of_series
from engage.workshops.service.one_to_ones.giving import RULES, give_free
from engage.workshops.service.one_to_ones.lottery import commitment_to, new_seed
from engage.workshops.service.one_to_ones.pattern import pattern_of, slots_of
from engage.workshops.service.seats import AlreadyStarted, Cancelled

MOST = 20  # series of one challenge


class IsOpen(Refusal):
    """What suppliers rely on stays as it is."""


class SeriesDetails(TypedDict):
    """What an officer says of a series; ``pattern`` as ``Pattern.stored`` has it."""

    title: str
    about: str
    way: Way
    venue: str
    joining_link: str
    pattern: dict[str, Any]
    rule: Rule
    per_supplier: int
    closes_at: datetime
    script: str
    template: str


def plan(
    session: Session,
    challenge: Challenge,
    *,
    by: UUID | None,
    at: datetime,
    **details: Unpack[SeriesDetails],
) -> Series:
    """A draft, which only officers see. The same in every word again is the same draft."""
    locked(session, challenge)
    if not challenge.takes_part(at):
        raise NotOpen("Publish the challenge first. Then suppliers can ask for one-to-ones.")
    if same := _same_draft(session, challenge, details):
        return same
    series = Series(
        challenge=challenge,
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        created_at=at,
        lead_id=by,
        sequence=0,
        record={},
        **details,
    )
    _require_sound(series, at)
    session.add(series)
    session.flush()
    record(session, SeriesPlanned(**about(series)), by=by, at=at)
    return series


def change(
    session: Session,
    series: Series,
    *,
    seen: str | None = None,
    by: UUID | None,
    at: datetime,
    **details: Unpack[SeriesDetails],
) -> frozenset[str]:
    """Change a draft; the names of what changed."""
    lock(session, series)
    require_draft(series)
    saved = _values(series, details)
    if saved != details:
        require_seen(seen, saved, version=series.version)
    changed = frozenset(name for name, value in details.items() if saved[name] != value)
    for name in changed:
        setattr(series, name, details[name])  # type: ignore[literal-required]
    _require_sound(series, at)
    if changed:
        session.flush()
        fact = SeriesChanged(fields=tuple(sorted(changed)), **about(series))
        record(session, fact, by=by, at=at)
    return changed


def open_asking(
    session: Session, series: Series, *, seen: str | None = None, by: UUID | None, at: datetime
) -> None:
    """Make the slots, and let suppliers ask; of a lottery, commit to its seed. Once only."""
    lock(session, series)
    if series.opened_at is not None:
        return
    require_draft(series)
    if seen is not None:
        require_seen(seen, {}, version=series.version)
    if not series.challenge.takes_part(at):
        raise NotOpen("The engagement is over, so nobody can ask for a one-to-one any more.")
    times = _require_sound(series, at)
    _make_slots(session, series, times)
    series.opened_at = at
    if series.is_lottery:
        series.seed = new_seed()
        series.commitment = commitment_to(series.seed)
    session.flush()
    fact = SeriesOpened(
        slots=len(times),
        rule=RULES[series.rule],
        closes_at=series.closes_at,
        commitment=series.commitment,
        is_lottery=series.is_lottery,
        **about(series),
    )
    record(session, fact, by=by, at=at)


def _make_slots(
    session: Session, series: Series, times: Sequence[tuple[datetime, datetime]]
) -> None:
    session.add_all(
        Slot(
            series=series,
            challenge_id=series.challenge_id,
            authority_id=series.authority_id,
            number=number,
            starts_at=starts,
            ends_at=ends,
        )
        for number, (starts, ends) in enumerate(times, start=1)
    )


def cancel(
    session: Session, series: Series, *, because: str, by: UUID | None, at: datetime
) -> None:
    """Call the whole series off; a second time changes nothing.

    Entries stay as they are, so that everybody is told once.
    """
    lock(session, series)
    if series.cancelled_at is not None:
        return
    series.cancelled_at, series.cancelled_because = at, because
    series.sequence += 1
    session.flush()
    forget_needs_of_series(session, series)
    if series.opened_at is not None:
        fact = SeriesCancelled(sequence=series.sequence, **about(series))
        record(session, fact, by=by, at=at)


def cancel_slot(
    session: Session, slot: Slot, *, because: str, by: UUID | None, at: datetime
) -> None:
    """Call one slot off; a second time changes nothing.

    Whoever had it waits again, in the order as it was.
    """
    lock(session, slot.series)
    lock(session, slot)
    if slot.cancelled_at is not None or slot.series.cancelled_at is not None:
        return
    if at >= slot.starts_at:
        raise AlreadyStarted(
            f"This one-to-one began at {spoken(slot.starts_at)}, so it cannot be cancelled."
        )
    slot.cancelled_at, slot.cancelled_because = at, because
    entry = _back_in_line(session, slot)
    fact = SlotCancelled(
        series_id=slot.series_id,
        number=slot.number,
        entry_id=entry.id if entry else None,
        **about(slot),
    )
    record(session, fact, by=by, at=at)
    give_free(session, slot.series, at=at)


def _back_in_line(session: Session, slot: Slot) -> Entry | None:
    """Whoever had the slot, who waits from now on."""
    wanted = select(Entry).where(Entry.slot_id == slot.id).with_for_update(of=Entry)
    entry = session.scalars(wanted).one_or_none()
    if entry is not None:
        entry.state, entry.slot_id, entry.booked_at = EntryState.WAITING, None, None
        entry.sequence += 1
        forget_needs(session, entry)
    session.flush()
    return entry


def require_draft(series: Series) -> None:
    if series.cancelled_at is not None:
        raise Cancelled("These one-to-ones were cancelled. Make new ones instead.")
    if series.opened_at is not None:
        raise IsOpen(
            "Suppliers can ask already, so only where you meet can change. You can also cancel a"
            " slot, or all of them."
        )


def _same_draft(
    session: Session, challenge: Challenge, details: Mapping[str, Any]
) -> Series | None:
    """A draft that says all of it already; pages show all series, and no challenge needs more."""
    known = session.scalars(select(Series).where(Series.challenge_id == challenge.id)).all()
    drafts = [each for each in known if each.opened_at is None and each.cancelled_at is None]
    same = next((each for each in drafts if _values(each, details) == details), None)
    if same is None and len(known) >= MOST:
        raise TooMany(f"A challenge can have {MOST} series of one-to-ones. Change one instead.")
    return same


def _values(series: Series, details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(series, name) for name in details}


def _require_sound(series: Series, at: datetime) -> list[tuple[datetime, datetime]]:
    """The slots that the pattern makes, if they could take place."""
    require_somewhere(series)
    times = slots_of(pattern_of(series.pattern))
    ends = series.challenge.engagement_ends
    if series.closes_at <= at:
        raise BadTimes("Asking must close in the future")
    if series.closes_at >= times[0][0]:
        raise BadTimes("Asking must close before the first slot starts")
    if ends is not None and series.closes_at > ends:
        raise BadTimes(
            f"The engagement ends at {spoken(ends)}. Asking must close by then, because nobody"
            " can take part later."
        )
    return times


def require_somewhere(series: Series) -> None:
    if series.way is Way.ONLINE:
        if not series.joining_link:
            raise Nowhere("Say how people join online: enter the joining link")
    elif not series.venue:
        raise Nowhere("Enter the place, or who phones whom")
    if series.joining_link and not is_link(series.joining_link):
        raise Nowhere("The joining link must be a web address that starts with https://")
