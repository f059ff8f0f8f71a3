"""Two people and one place: whatever the order, it is sold once and never lost."""

from uuid import UUID

import pytest
from sqlalchemy import select

from engage.kernel.db import Sessions
from engage.workshops import service
from engage.workshops.models import Place, Sitting
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
            names = ("title", "about", "starts_at", "ends_at", "venue", "joining_link", "online")
            same = {name: getattr(held, name) for name in names}
            service.change(session, held, **same, in_person=7, by=None, at=LATER)
        return -1

    all_at_once(act, [*people, officer])
    booked, waiting = line(fresh_sessions, workshop)
    assert (len(booked), len(waiting), taken(fresh_sessions, workshop)) == (7, 5, 7)
