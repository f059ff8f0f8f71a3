"""What one-to-ones hold to: the rule, the cap, the line, and who is told."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.challenges import service as challenges
from engage.interest import service as interests
from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.kernel.errors import ChangedMeanwhile
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops.models import Entry, EntryState, Rule, Series, Slot, Way
from engage.workshops.queries import one_to_ones as queries
from engage.workshops.service import AlreadyStarted, EnoughPlaces, forget_due
from engage.workshops.service import one_to_ones as service
from tests.factories import NOW, a_supplier, an_interest, an_open_challenge
from tests.one_to_ones import FIRST, a_series, an_entry, slot_of
from tests.services import Clock
from tests.workshops.crowd import all_at_once

LATER = NOW + timedelta(hours=1)
CLOSED = NOW + timedelta(days=3)


def people(session: Session, series: Series, number: int) -> list[Interest]:
    """Each of a supplier of their own."""
    return [
        an_interest(session, series.challenge, email=f"p@firm{each}.example")
        for each in range(number)
    ]


def line(session: Session, series: Series) -> list[tuple[str, int | None]]:
    """What each has, in the order they asked."""
    wanted = select(Entry).where(Entry.series_id == series.id).order_by(Entry.joined_at)
    return [
        (entry.state.value, entry.slot.number if entry.slot else None)
        for entry in session.scalars(wanted)
    ]


def test_who_waits_gets_the_next_slot_that_suits(session: Session) -> None:
    series = a_series(session, an_open_challenge(session), slots=2)
    one, two, three, four = people(session, series, 4)
    first = service.ask(session, series, one, number=1, at=NOW)
    second = service.ask(session, series, two, suits=[2], at=NOW)  # free, so it is theirs
    service.ask(session, series, three, suits=[2, 77], at=NOW)
    last = service.ask(session, series, four, at=NOW)
    assert line(session, series) == [
        *(("booked", 1), ("booked", 2), ("waiting", None), ("waiting", None))
    ]
    assert queries.position_of(session, last) == 2
    with pytest.raises(service.SlotTaken, match="faster"):
        service.ask(session, series, an_interest(session, series.challenge), number=1, at=NOW)
    service.leave(session, first, at=LATER)  # slot 1 does not suit three
    assert line(session, series)[2:] == [("waiting", None), ("booked", 1)]
    service.leave(session, second, at=LATER)
    assert line(session, series)[2:] == [("booked", 2), ("booked", 1)]
    service.leave(session, first, at=LATER)
    with pytest.raises(service.NotAsking, match="Asking closed"):
        service.ask(session, series, one, at=CLOSED)


def test_one_supplier_has_one_slot_and_a_merged_one_too(session: Session, clock: Clock) -> None:
    series = a_series(session, an_open_challenge(session), rule=Rule.LOTTERY)
    one, two, three = people(session, series, 3)
    for each in (one, two, three):
        service.ask(session, series, each, at=NOW)
    colleague = an_interest(session, series.challenge, email="other@firm1.example")
    with pytest.raises(EnoughPlaces, match="has asked already"):
        service.ask(session, series, colleague, at=NOW)
    kept = a_supplier(session)
    one.supplier_id = two.supplier_id = kept.id  # merged after both had asked
    session.flush()
    assert service.draw(session, series, by=None, at=CLOSED)
    assert sorted(entry["group"] for entry in series.record["entries"]) in ([1, 1, 2], [1, 2, 2])
    assert sorted(state for state, _ in line(session, series)) == ["booked", "booked", "waiting"]
    [waits] = [each for each in queries.held_entries(session, series.id) if not each.slot]
    mate = one if waits.interest_id == two.id else two
    other = three
    service.leave(session, _entry(session, other), at=CLOSED)  # free, and of no use to the group
    assert _entry(session, waits.interest).state is EntryState.WAITING
    service.leave(session, _entry(session, mate), at=CLOSED)
    assert _entry(session, waits.interest).state is EntryState.BOOKED


def _entry(session: Session, holder: Interest) -> Entry:
    return session.scalars(select(Entry).where(Entry.interest_id == holder.id)).one()


def told(sessions: Sessions) -> list[tuple[str, str, str]]:
    """Template, number in the recipient's address and what the calendar does; once each."""
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        rows = session.scalars(select(Message).where(Message.template.startswith("one-to-one")))
        return sorted((each.template, each.recipient[6:-8], _does(each.calendar)) for each in rows)


def _does(calendar: str | None) -> str:
    return "" if not calendar else "REQUEST" if "METHOD:REQUEST" in calendar else "CANCEL"


def test_who_is_told_when_slots_are_called_off(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        series = a_series(session, an_open_challenge(session), slots=2)
        one, two, three = people(session, series, 3)
        slots = [slot_of(session, series, number) for number in (1, 2)]
        for holder, slot in ((one, slots[0]), (two, slots[1]), (three, None)):
            an_entry(session, series, holder, slot=slot)
    clock.set(FIRST - timedelta(hours=20))
    assert (service.remind_of_slots(sessions), service.remind_of_slots(sessions)) == (2, 0)
    near = [("one-to-one-tomorrow", "0", ""), ("one-to-one-tomorrow", "1", "")]
    assert told(sessions) == near
    with sessions.write() as session:
        held = session.get_one(Slot, slots[0].id)
        for _ in range(2):
            service.cancel_slot(session, held, because="Ill.", by=None, at=clock.now)
        service.leave(session, _entry(session, two), at=clock.now)
    assert told(sessions) == sorted([
        *near,
        ("one-to-one-cancelled", "0", "CANCEL"),
        ("one-to-one-left", "1", "CANCEL"),
        ("one-to-one-booked", "0", "REQUEST"),
    ])  # fmt: skip


def test_a_new_place_is_told_once_to_who_has_a_slot(sessions: Sessions) -> None:
    with sessions.write() as session:
        series = a_series(session, an_open_challenge(session), slots=2)
        one, two = people(session, series, 2)
        entry = an_entry(session, series, one, slot=slot_of(session, series, 1))
        an_entry(session, series, two, slot=None)
        before = series.sequence + entry.sequence
        for venue in ("Town Hall", "Town Hall", "Library, ground floor"):
            where = service.Where(way=Way.IN_PERSON, venue=venue, joining_link="")
            service.move(session, series, by=None, at=NOW, **where)
        where["venue"] = "Nowhere"
        with pytest.raises(ChangedMeanwhile):
            service.move(session, series, seen="1", by=None, at=NOW, **where)
        with pytest.raises(AlreadyStarted):
            service.move(session, series, by=None, at=FIRST + timedelta(days=9), **where)
    assert told(sessions) == [("one-to-one-moved", "0", "REQUEST")]
    with sessions.read() as session:
        calendar = session.scalars(select(Message.calendar)).one() or ""
    assert "Library" in calendar
    assert _lines(calendar)[1] == before + 2


def test_a_challenge_that_is_withdrawn_takes_them_along(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        series = a_series(session, an_open_challenge(session), slots=1)
        one, two, three = people(session, series, 3)
        an_entry(session, series, one, slot=slot_of(session, series))
        an_entry(session, series, two)
        an_entry(session, series, three, state=EntryState.LEFT)
        challenges.withdraw(session, series.challenge, because="Fire.", by=one.id, at=NOW)
    drain(sessions, SUBSCRIPTIONS)
    off = [("one-to-ones-cancelled", "0", "CANCEL"), ("one-to-ones-cancelled", "1", "")]
    assert told(sessions) == off
    with sessions.write() as session:
        here = session.get_one(Series, series.id)
        service.cancel(session, here, because="Again.", by=None, at=NOW)
    assert told(sessions) == off
    for days, left in ((364, 3), (367, 1)):  # who had a slot stays
        clock.set(FIRST + timedelta(days=days))
        forget_due(sessions)
        with sessions.read() as session:
            assert len(line(session, here)) == left


def test_sequences_rise_and_each_slot_is_an_entry_of_its_own(sessions: Sessions) -> None:
    with sessions.write() as session:
        series = a_series(session, an_open_challenge(session), slots=1)
        [holder] = people(session, series, 1)
        for _ in range(2):
            entry = service.ask(session, series, holder, number=1, at=NOW)
            drain_of(sessions, session)
            service.leave(session, entry, at=NOW)
            drain_of(sessions, session)
        calendars = session.scalars(
            select(Message.calendar).where(Message.calendar.is_not(None)).order_by(Message.id)
        )
        found = [_lines(each or "") for each in calendars]
    assert len({uid for uid, _ in found}) == 1
    sequences = [sequence for _, sequence in found]
    assert sequences == sorted(set(sequences)) and len(sequences) == 4


def drain_of(sessions: Sessions, session: Session) -> None:
    session.flush()
    drain(sessions, SUBSCRIPTIONS)


def _lines(calendar: str) -> tuple[str, int]:
    lines = dict(line.split(":", 1) for line in calendar.splitlines() if ":" in line)
    return lines["UID"], int(lines["SEQUENCE"])


def test_who_leaves_the_challenge_gives_the_slot_back(sessions: Sessions) -> None:
    with sessions.write() as session:
        series = a_series(session, an_open_challenge(session), slots=1)
        one, two = people(session, series, 2)
        an_entry(session, series, one, slot=slot_of(session, series))
        an_entry(session, series, two)
        interests.withdraw(session, one, at=LATER)
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        assert dict(line(session, series)) == {"left": None, "booked": 1}
        fact = RecordedEvent.name == "one_to_one.moved_up"
        moved = session.scalars(select(RecordedEvent).where(fact)).one()
        assert moved.payload["rule"] == "first come, first served"


def pick(sessions: Sessions, series_id: UUID, person: UUID) -> int:
    """Whether slot 1 is theirs now."""
    with sessions.write() as session:
        here, holder = session.get_one(Series, series_id), session.get_one(Interest, person)
        try:
            service.ask(session, here, holder, number=1, at=NOW)
        except service.SlotTaken:
            return 0
        return 1


def wait_or_leave(sessions: Sessions, series_id: UUID, person: UUID) -> int:
    """Who has the slot gives it up; everybody else asks for any."""
    with sessions.write() as session:
        known = session.scalar(select(Entry).where(Entry.interest_id == person))
        if known is not None:
            service.leave(session, known, at=LATER)
            return 0
        here, holder = session.get_one(Series, series_id), session.get_one(Interest, person)
        service.ask(session, here, holder, at=LATER)
        return 1


@pytest.mark.slow
def test_two_people_never_have_one_slot(fresh_sessions: Sessions) -> None:
    """Many press the button of one slot; then it is given up while many ask."""
    with fresh_sessions.write() as session:
        series = a_series(session, an_open_challenge(session), slots=3)
        everybody = [each.id for each in people(session, series, 12)]
    picking = partial(pick, fresh_sessions, series.id)
    assert sum(got for _, got in all_at_once(picking, everybody)) == 1
    all_at_once(partial(wait_or_leave, fresh_sessions, series.id), everybody)
    with fresh_sessions.read() as session:
        states = [state for state, _ in line(session, session.get_one(Series, series.id))]
    assert sorted(states) == ["booked"] * 3 + ["left"] + ["waiting"] * 8


@pytest.mark.slow
def test_looking_first_gives_it_to_two(fresh_sessions: Sessions) -> None:
    """Without the lock both see a free slot; only the database's own rule is left."""
    with fresh_sessions.write() as session:
        series = a_series(session, an_open_challenge(session), slots=1)
        entries = [an_entry(session, series, each).id for each in people(session, series, 2)]
        slot = slot_of(session, series).id
    together = Barrier(2)

    def naive(entry: UUID) -> int:
        with fresh_sessions.read() as session:
            free = session.scalar(select(Entry.id).where(Entry.slot_id == slot)) is None
        together.wait(60)
        try:
            with fresh_sessions.write() as session:
                session.get_one(Entry, entry).slot_id = slot
        except IntegrityError:
            return 10 * free
        return free

    got: Sequence[tuple[UUID, int]] = all_at_once(naive, entries)
    assert sorted(each for _, each in got) == [1, 10]
