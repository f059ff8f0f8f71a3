"""Many people press the button at once: threads at the service, and browsers through HTTP."""

import logging
from uuid import UUID

import pytest

from engage.kernel.db import Sessions
from tests.bench.servers import environment, gunicorn
from tests.torture.booking import Crowd, in_order_of_arrival
from tests.workshops.crowd import (
    a_full_house,
    all_at_once,
    booking,
    count,
    everybody_got_what_they_were_told,
    line,
    oversold,
)

pytestmark = [pytest.mark.slow, pytest.mark.services]
PLACES, PEOPLE = 20, 200
FEW_SEATS, FEW_BROWSERS = 12, 120  # each time the tests run
TRIES = 5  # of the negative control: at first perhaps one process answers, and nobody races it
SEATS, BROWSERS, REPETITIONS = 50, 500, 20  # on purpose: `make torture`
OURS, NAIVE = "engage.wsgi:application()", "tests.torture.naive:application()"
log = logging.getLogger(__name__)


def test_twenty_places_are_sold_twenty_times(fresh_sessions: Sessions) -> None:
    workshop, people = a_full_house(fresh_sessions, places=PLACES, people=PEOPLE)
    told = all_at_once(booking(fresh_sessions, workshop), people)
    everybody_got_what_they_were_told(fresh_sessions, workshop, told, PLACES)
    booked, waiting = line(fresh_sessions, workshop)
    assert (len(booked), len(waiting)) == (20, 180)


def test_negative_control_counting_first_oversells(fresh_sessions: Sessions) -> None:
    """The test above could fail: the obvious way to book sells more than there is."""
    workshop, people = a_full_house(fresh_sessions, places=PLACES, people=PEOPLE)
    assert oversold(fresh_sessions, workshop, people, PLACES) > PLACES


def book_through_http(crowd: Crowd, port: int, sitting: UUID) -> int:
    """Everybody presses; no error, and whoever is told anything stands where it is true."""
    pressed = crowd.press(port, sitting)
    assert {each.status for each in pressed.values()} == {303}
    booked, waiting = crowd.line(sitting)
    assert len(booked) + len(waiting) == len(crowd.people)
    assert in_order_of_arrival(booked + waiting, pressed)
    return len(booked)


def sold(sessions: Sessions, url: str, *, browsers: int, seats: int, times: int) -> list[int]:
    """How many places were sold each time, with two processes that answer."""
    crowd = Crowd(sessions, url, browsers)
    with gunicorn(OURS, environment(url)) as server:
        crowd.open_pages(server.port, crowd.a_session(seats))
        numbers = [
            book_through_http(crowd, server.port, crowd.a_session(seats)) for _ in range(times)
        ]
    log.warning("%s places sold of %d", numbers, seats)
    return numbers


def test_a_crowd_of_browsers_gets_what_there_is(
    fresh_sessions: Sessions, fresh_database_url: str
) -> None:
    few = {"browsers": FEW_BROWSERS, "seats": FEW_SEATS, "times": 1}
    assert sold(fresh_sessions, fresh_database_url, **few) == [FEW_SEATS]


@pytest.mark.torture
@pytest.mark.timeout(900)
def test_fifty_places_twenty_times(fresh_sessions: Sessions, fresh_database_url: str) -> None:
    many = {"browsers": BROWSERS, "seats": SEATS, "times": REPETITIONS}
    numbers = sold(fresh_sessions, fresh_database_url, **many)
    assert numbers == [SEATS] * REPETITIONS


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_negative_control_through_http(fresh_sessions: Sessions, fresh_database_url: str) -> None:
    """The obvious way sells more. SQLite lets one writer in at a time, so it could not show it."""
    crowd = Crowd(fresh_sessions, fresh_database_url, FEW_BROWSERS)
    with gunicorn(NAIVE, environment(fresh_database_url), workers=4) as server:
        crowd.open_pages(server.port, crowd.a_session(FEW_SEATS))
        assert any(sold_naively(crowd, server.port) > FEW_SEATS for _ in range(TRIES))


def sold_naively(crowd: Crowd, port: int) -> int:
    sitting = crowd.a_session(FEW_SEATS)
    crowd.press(port, sitting)
    with crowd.sessions.read() as session:
        return count(session, sitting)
