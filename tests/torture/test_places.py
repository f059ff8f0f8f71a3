"""200 people press the button at once for 20 places."""

import pytest

from engage.kernel.db import Sessions
from tests.workshops.crowd import (
    a_full_house,
    all_at_once,
    booking,
    everybody_got_what_they_were_told,
    line,
    oversold,
)

pytestmark = [pytest.mark.slow, pytest.mark.services]
PLACES, PEOPLE = 20, 200


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
