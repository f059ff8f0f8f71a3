"""Many suppliers who press the button at the same moment, and a booking that sells too much."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.workshops import queries, service
from engage.workshops.models import Mode, Place, PlaceState, Sitting
from tests.factories import NOW, a_sitting, an_interest, an_open_challenge

LATER = NOW + timedelta(hours=1)
AT_ONCE = 8  # naive bookings that look before any of them writes
Booking = Callable[[UUID], int]


def a_full_house(sessions: Sessions, *, places: int, people: int) -> tuple[UUID, list[UUID]]:
    """A session, and everybody who wants to come."""
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        workshop = a_sitting(session, challenge, in_person=places)
        return workshop.id, [an_interest(session, challenge).id for _ in range(people)]


def all_at_once(book: Booking, people: list[UUID]) -> list[tuple[UUID, int]]:
    """Everybody in a thread of their own, let go together; who got which position."""
    gate = Barrier(len(people))

    def press(person: UUID) -> tuple[UUID, int]:
        gate.wait(60)
        return person, book(person)

    with ThreadPoolExecutor(len(people)) as threads:
        return list(threads.map(press, people))


def booking(sessions: Sessions, sitting_id: UUID, mode: Mode | None = None) -> Booking:
    """The real thing: one transaction per request; 0 is a place, else the position."""

    def book(person: UUID) -> int:
        with sessions.write() as session:
            sitting = session.get_one(Sitting, sitting_id)
            holder = session.get_one(Interest, person)
            place = service.book(session, sitting, holder, mode=mode, at=NOW)
            return queries.position(session, place)

    return book


def count(session: Session, sitting_id: UUID) -> int:
    sold = select(func.count()).where(
        Place.sitting_id == sitting_id, Place.state == PlaceState.BOOKED
    )
    return session.scalar(sold) or 0


def oversold(sessions: Sessions, sitting_id: UUID, people: list[UUID], places: int) -> int:
    """Count, then insert: how many places are sold that way. More than there are.

    SQLite lets one writer in at a time from BEGIN on, so there the naive way counts in a
    transaction before the one that writes.
    """
    together = Barrier(AT_ONCE)
    one_writer = sessions.bind.dialect.name == "sqlite"

    def insert(session: Session, person: UUID, taken: int) -> None:
        state = PlaceState.BOOKED if taken < places else PlaceState.WAITING
        session.add(Place(sitting_id=sitting_id, interest_id=person, state=state, joined_at=NOW))

    def book(person: UUID) -> None:
        with sessions.read() if one_writer else sessions.write() as session:
            taken = count(session, sitting_id)
            together.wait(60)
            if not one_writer:
                return insert(session, person, taken)
        with sessions.write() as session:
            insert(session, person, taken)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(book, people))
    with sessions.read() as session:
        return count(session, sitting_id)


def line(sessions: Sessions, sitting_id: UUID) -> tuple[list[UUID], list[UUID]]:
    """Who has a place, and who waits in their order."""
    with sessions.read() as session:
        rows = session.execute(
            select(Place.interest_id, Place.state)
            .where(Place.sitting_id == sitting_id)
            .order_by(Place.joined_at, Place.id)
        ).all()
    return (
        [row.interest_id for row in rows if row.state is PlaceState.BOOKED],
        [row.interest_id for row in rows if row.state is PlaceState.WAITING],
    )


def taken(sessions: Sessions, sitting_id: UUID) -> int:
    with sessions.read() as session:
        return session.get_one(Sitting, sitting_id).taken_in_person


def everybody_got_what_they_were_told(
    sessions: Sessions, sitting_id: UUID, told: list[tuple[UUID, int]], places: int
) -> None:
    """Exactly the places there are, and the waiting list in the order people were told."""
    booked, waiting = line(sessions, sitting_id)
    assert len(booked) == taken(sessions, sitting_id) == places
    assert sorted(booked) == sorted(person for person, position in told if position == 0)
    by_position = sorted((position, person) for person, position in told if position)
    assert [position for position, _ in by_position] == list(range(1, len(waiting) + 1))
    assert [person for _, person in by_position] == waiting
