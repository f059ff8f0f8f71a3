"""Two people and one place: whatever the order, it is sold once and never lost."""

from uuid import UUID

import pytest
from sqlalchemy import select

from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.workshops import service
from engage.workshops.models import Mode, Place, Sitting
from tests.workshops.crowd import (
    LATER,
    a_full_house,
    all_at_once,
    booking,
    everybody_got_what_they_were_told,
    line,
    oversold,
    taken,
)

pytestmark = pytest.mark.slow


def test_the_last_place_is_sold_once(fresh_sessions: Sessions) -> None:
    workshop, people = a_full_house(fresh_sessions, places=3, people=30)
    told = all_at_once(booking(fresh_sessions, workshop), people)
    everybody_got_what_they_were_told(fresh_sessions, workshop, told, 3)


def test_counting_first_sells_it_twice(fresh_sessions: Sessions) -> None:
    workshop, people = a_full_house(fresh_sessions, places=3, people=32)
    assert oversold(fresh_sessions, workshop, people, 3) > 3


def test_one_person_who_clicks_ten_times_has_one_place(fresh_sessions: Sessions) -> None:
    workshop, people = a_full_house(fresh_sessions, places=3, people=1)
    told = all_at_once(booking(fresh_sessions, workshop), people * 10)
    assert {position for _, position in told} == {0}
    assert taken(fresh_sessions, workshop) == 1


@pytest.mark.parametrize("clicks", [1, 2])
def test_booking_while_others_leave_loses_no_place(fresh_sessions: Sessions, clicks: int) -> None:
    workshop, people = a_full_house(fresh_sessions, places=5, people=20)
    book = booking(fresh_sessions, workshop)
    leaving, coming = people[:5], people[5:]
    for person in leaving:
        book(person)

    def act(person: UUID) -> int:
        if person in coming:
            return book(person)
        with fresh_sessions.write() as session:
            place = session.scalars(select(Place).where(Place.interest_id == person)).one()
            service.leave(session, place, at=LATER)
        return -1

    all_at_once(act, leaving * clicks + coming)
    booked, waiting = line(fresh_sessions, workshop)
    assert set(booked) <= set(coming) and len(booked) == taken(fresh_sessions, workshop) == 5
    assert len(waiting) == 10


def test_more_places_while_people_book(fresh_sessions: Sessions) -> None:
    workshop, people = a_full_house(fresh_sessions, places=2, people=12)
    book = booking(fresh_sessions, workshop)
    officer = UUID(int=1)

    def act(person: UUID) -> int:
        if person != officer:
            return book(person)
        with fresh_sessions.write() as session:
            held = session.get_one(Sitting, workshop)
            names = (
                "title",
                "about",
                "starts_at",
                "ends_at",
                "venue",
                "joining_link",
                "online",
                "per_supplier",
            )
            same = {name: getattr(held, name) for name in names}
            service.change(session, held, **same, in_person=7, by=None, at=LATER)
        return -1

    all_at_once(act, [*people, officer])
    booked, waiting = line(fresh_sessions, workshop)
    assert (len(booked), len(waiting), taken(fresh_sessions, workshop)) == (7, 5, 7)


def test_both_kinds_of_places_are_sold_once(fresh_sessions: Sessions) -> None:
    """Two lines at one session, and two suppliers who may each have three of the places."""
    sitting, people = a_full_house(fresh_sessions, places=4, people=20)
    with fresh_sessions.write() as session:
        held = session.get_one(Sitting, sitting)
        held.online, held.joining_link = 3, "https://meet.example.org/room"
    ways = {mode: booking(fresh_sessions, sitting, mode) for mode in Mode}

    def act(person: UUID) -> int:
        return ways[Mode.ONLINE if people.index(person) % 2 else Mode.IN_PERSON](person)

    told = dict(all_at_once(act, people))
    with fresh_sessions.read() as session:
        found = session.get_one(Sitting, sitting)
        assert (found.taken_in_person, found.taken_online) == (4, 3)
    for first, places in ((0, 4), (1, 3)):
        positions = sorted(told[person] for person in people[first::2])
        assert positions == [0] * places + list(range(1, 11 - places))


def test_colleagues_who_book_together_get_no_more_than_their_share(
    fresh_sessions: Sessions,
) -> None:
    sitting, people = a_full_house(fresh_sessions, places=20, people=10)
    with fresh_sessions.write() as session:
        session.get_one(Sitting, sitting).per_supplier = 2
        for number, person in enumerate(people):
            session.get_one(Interest, person).email = f"p{number}@acme.example"
    book = booking(fresh_sessions, sitting)

    def act(person: UUID) -> int:
        try:
            return book(person)
        except service.EnoughPlaces:
            return -1

    told = sorted(position for _, position in all_at_once(act, people))
    assert told == [-1] * 8 + [0] * 2
    assert taken(fresh_sessions, sitting) == 2
