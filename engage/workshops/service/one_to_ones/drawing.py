"""The draw of a lottery: once, by the clock, with the seed that was committed to before."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.kernel.clock import now, spoken
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.workshops.events.one_to_ones import EntryWaiting, SeriesDrawn
from engage.workshops.models import Entry, Rule, Series, Slot
from engage.workshops.queries.groups import groups_of
from engage.workshops.service.one_to_ones.giving import (
    about_entry,
    give,
    in_line,
    note_booked,
    to_come,
    wish_of,
)
from engage.workshops.service.one_to_ones.lottery import (
    ALGORITHM,
    FORMAT,
    Wish,
    allot,
    in_order,
)

BATCH = 100


class TooEarly(Refusal):
    """Everybody may ask until asking closes."""


class NotALottery(Refusal):
    """There is nothing to draw."""


def draw_due(sessions: Sessions) -> int:
    """Draw every lottery whose asking has closed, however long ago; how many.

    One transaction each. Looks first without a writer's lock, because mostly nothing is due.
    """
    with sessions.read() as session:
        wanted = select(Series.id).where(*_due(now(session))).order_by(Series.closes_at)
        ids = list(session.scalars(wanted.limit(BATCH)))
    total = 0
    for series_id in ids:
        with sessions.write() as session:
            total += draw(session, session.get_one(Series, series_id), by=None, at=now(session))
    return total


def draw(session: Session, series: Series, *, by: UUID | None, at: datetime) -> bool:
    """Give the slots and publish the seed; whether it was drawn now. A second time does nothing."""
    lock(session, series)
    if not series.is_lottery or series.opened_at is None or series.cancelled_at is not None:
        raise NotALottery("There is no lottery to draw here.")
    if series.drawn_at is not None:
        return False
    if at < series.closes_at:
        raise TooEarly(
            f"Suppliers can ask until {spoken(series.closes_at)}."
            " The draw is after that, by itself."
        )
    entries, slots = in_line(session, series), to_come(session, series, at)
    wishes = _wishes(entries)
    line = in_order(series.seed, list(wishes.values()))
    given = allot(line, [slot.number for slot in slots], series.per_supplier, {})
    series.drawn_at = at
    series.record = {**_public(wishes.values(), slots), "result": _result(line, given)}
    _settle(session, series, entries, slots, line, given, at)
    fact = SeriesDrawn(
        seed=series.seed,
        commitment=series.commitment,
        entries=len(entries),
        given=len(given),
        **about(series),
    )
    record(session, fact, by=by, at=at)
    return True


def public_json(series: Series, slots: Sequence[Slot]) -> dict[str, Any]:
    """What everybody may read of the lottery: without seed, entries and result until the draw."""
    drawn = series.drawn_at is not None
    known: dict[str, Any] = {
        "format": FORMAT,
        "challenge": series.challenge.reference,
        "series": str(series.id),
        "title": series.title,
        "algorithm": list(ALGORITHM),
        "cap": series.per_supplier,
        "asking_closes_at": _iso(series.closes_at),
        "drawn_at": _iso(series.drawn_at) if series.drawn_at else None,
        "commitment": series.commitment,
        "seed": series.seed if drawn else None,
    }
    before = {"entries": None, "slots": [_slot(slot) for slot in slots], "result": None}
    return known | (series.record if drawn else before)


def _due(at: datetime) -> tuple[Any, ...]:
    """Older than, never between; by the clock of the database."""
    return (
        Series.rule == Rule.LOTTERY,
        Series.opened_at.is_not(None),
        Series.drawn_at.is_(None),
        Series.cancelled_at.is_(None),
        Series.closes_at <= at,
    )


def _wishes(entries: Sequence[Entry]) -> dict[UUID, Wish]:
    """By entry, in the order of their codes; groups are numbered by their smallest code."""
    groups, numbers = groups_of([each.interest for each in entries]), dict[int, int]()
    by_code = sorted(entries, key=lambda each: each.code)
    for each in by_code:
        numbers.setdefault(groups[each.interest_id], len(numbers) + 1)
    labels = {key: numbers[group] for key, group in groups.items()}
    return {each.id: wish_of(each, labels) for each in by_code}


def _settle(
    session: Session,
    series: Series,
    entries: Sequence[Entry],
    slots: Sequence[Slot],
    line: Sequence[Wish],
    given: Mapping[str, int],
    at: datetime,
) -> None:
    """Everybody's rank, and a slot or a position, with a fact for each."""
    ranks = {wish.code: rank for rank, wish in enumerate(line, start=1)}
    numbered = {slot.number: slot for slot in slots}
    for entry in entries:
        entry.rank = ranks[entry.code]
        if entry.code in given:
            give(entry, numbered[given[entry.code]], at=at)
        else:
            entry.sequence += 1
    session.flush()
    positions = Counter[str]()
    for entry in sorted(entries, key=lambda each: each.rank):
        if entry.code in given:
            note_booked(session, entry, numbered[given[entry.code]], by=None, at=at)
        else:
            positions["waiting"] += 1
            fact = EntryWaiting(position=positions["waiting"], **about_entry(entry))
            record(session, fact, by=None, at=at)


def _public(wishes: Any, slots: Sequence[Slot]) -> dict[str, Any]:
    entries = [
        {"code": wish.code, "group": wish.group, "suits": list(wish.suits)} for wish in wishes
    ]
    return {"entries": entries, "slots": [_slot(slot) for slot in slots]}


def _result(line: Sequence[Wish], given: Mapping[str, int]) -> dict[str, Any]:
    return {
        "order": [wish.code for wish in line],
        "given": [
            {"code": wish.code, "slot": given[wish.code]} for wish in line if wish.code in given
        ],
        "waiting": [wish.code for wish in line if wish.code not in given],
    }


def _slot(slot: Slot) -> dict[str, Any]:
    return {
        "number": slot.number,
        "starts_at": _iso(slot.starts_at),
        "ends_at": _iso(slot.ends_at),
    }


def _iso(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
