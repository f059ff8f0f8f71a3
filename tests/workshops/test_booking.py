"""Places: booked, waited for, given back and moved up, first come, first served."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest import models as interest
from engage.interest.models import Interest
from engage.kernel.errors import ChangedMeanwhile
from engage.kernel.events import RecordedEvent
from engage.workshops import queries as reads
from engage.workshops import service
from engage.workshops.events import FIRST_COME
from engage.workshops.models import Place, Workshop
from engage.workshops.service import planning
from tests.conftest import Queries
from tests.factories import NOW, a_workshop, an_interest, an_open_challenge

LATER = NOW + timedelta(hours=1)
ABOUT = ("title", "about", "starts_at", "ends_at", "venue", "joining_link", "capacity")


@pytest.fixture
def challenge(session: Session) -> Challenge:
    return an_open_challenge(session)


@pytest.fixture
def workshop(session: Session, challenge: Challenge) -> Workshop:
    return a_workshop(session, challenge, capacity=2)


def suppliers(session: Session, challenge: Challenge, number: int) -> list[Interest]:
    return [an_interest(session, challenge) for _ in range(number)]


def booked(session: Session, workshop: Workshop, who: list[Interest]) -> list[Place]:
    return [service.book(session, workshop, each, at=NOW) for each in who]


def facts(session: Session) -> list[str]:
    return list(session.scalars(select(RecordedEvent.name).order_by(RecordedEvent.id)))


def states(places: list[Place]) -> list[str]:
    return [place.state.value for place in places]


def changed(workshop: Workshop, **about: object) -> dict[str, Any]:
    return {name: getattr(workshop, name) for name in ABOUT} | about


def test_places_go_to_who_comes_first_and_the_rest_wait_in_order(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    places = booked(session, workshop, suppliers(session, challenge, 4))
    assert states(places) == ["booked", "booked", "waiting", "waiting"]
    assert [reads.position(session, place) for place in places] == [0, 0, 1, 2]
    assert workshop.taken == 2
    assert sorted(facts(session)) == ["place.booked"] * 2 + ["place.waiting"] * 2
    waited = session.scalars(select(RecordedEvent).where(RecordedEvent.name == "place.waiting"))
    assert sorted(fact.payload["position"] for fact in waited) == [1, 2]


def test_booking_twice_is_booking_once(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    who = an_interest(session, challenge)
    first = service.book(session, workshop, who, at=NOW)
    assert service.book(session, workshop, who, at=LATER) is first
    assert (workshop.taken, first.joined_at, facts(session)) == (1, NOW, ["place.booked"])


def test_who_leaves_makes_room_for_the_first_who_waits(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    places = booked(session, workshop, suppliers(session, challenge, 4))
    service.leave(session, places[1], at=LATER)
    assert states(places) == ["booked", "left", "booked", "waiting"]
    assert reads.position(session, places[3]) == 1
    assert workshop.taken == 2
    moved = session.scalars(
        select(RecordedEvent).where(RecordedEvent.name == "place.moved_up")
    ).one()
    assert moved.subject_id == places[2].id
    assert moved.payload == {"workshop_id": str(workshop.id), "rule": FIRST_COME}
    assert places[2].sequence == 2


def test_leaving_twice_frees_one_place(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    places = booked(session, workshop, suppliers(session, challenge, 4))
    service.leave(session, places[0], at=LATER)
    service.leave(session, places[0], at=LATER)
    assert states(places) == ["left", "booked", "booked", "waiting"]
    assert facts(session).count("place.left") == 1


def test_leaving_the_waiting_list_moves_nobody_into_a_place(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    places = booked(session, workshop, suppliers(session, challenge, 4))
    service.leave(session, places[2], at=LATER)
    assert states(places) == ["booked", "booked", "left", "waiting"]
    assert reads.position(session, places[3]) == 1
    assert "place.moved_up" not in facts(session)


def test_who_left_can_book_again_and_starts_at_the_end(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    who = suppliers(session, challenge, 4)
    places = booked(session, workshop, who)
    service.leave(session, places[0], at=LATER)
    again = service.book(session, workshop, who[0], at=LATER)
    assert again is places[0]
    assert states(places) == ["waiting", "booked", "booked", "waiting"]
    assert reads.position(session, again) == 2
    assert again.left_at is None and again.booked_at is None and again.sequence == 3


def test_more_places_move_up_who_waits(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    places = booked(session, workshop, suppliers(session, challenge, 5))
    service.change(session, workshop, **changed(workshop, capacity=4), by=None, at=LATER)
    assert states(places) == ["booked"] * 4 + ["waiting"]
    assert (workshop.taken, workshop.sequence) == (4, 0)
    assert [place.booked_at for place in places] == [NOW, NOW, LATER, LATER, None]
    assert [place.sequence for place in places] == [1, 1, 2, 2, 1]


@pytest.mark.parametrize("number", [3, 30])
def test_moving_up_costs_the_same_for_many(
    session: Session, challenge: Challenge, queries: Queries, number: int
) -> None:
    workshop = a_workshop(session, challenge, capacity=1)
    booked(session, workshop, suppliers(session, challenge, number + 1))
    with queries() as seen:
        service.change(session, workshop, **changed(workshop, capacity=99), by=None, at=LATER)
    assert workshop.taken == number + 1
    assert len(seen) <= 12


def test_places_that_were_given_stay(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    booked(session, workshop, suppliers(session, challenge, 2))
    with pytest.raises(service.TooFewPlaces, match="2 people have a place already"):
        service.change(session, workshop, **changed(workshop, capacity=1), by=None, at=LATER)


def test_a_booking_does_not_clash_with_an_officer(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    version = workshop.version
    booked(session, workshop, suppliers(session, challenge, 1))
    session.refresh(workshop)
    assert workshop.version == version


def test_a_time_that_moves_raises_the_sequence_and_is_told(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    later = changed(workshop, ends_at=workshop.ends_at + timedelta(hours=1), about="More.")
    fields = service.change(session, workshop, **later, by=None, at=NOW)
    fact = session.scalars(select(RecordedEvent)).one()
    assert fields == {"ends_at", "about"}
    assert fact.payload == {"fields": ["about", "ends_at"], "told": True, "sequence": 1}


def test_a_change_of_nothing_is_no_fact(session: Session, workshop: Workshop) -> None:
    assert not service.change(session, workshop, **changed(workshop), by=None, at=NOW)
    assert facts(session) == []


def test_the_second_of_two_officers_is_refused(session: Session, workshop: Workshop) -> None:
    mine = str(workshop.version)
    service.change(session, workshop, **changed(workshop, title="Theirs"), by=None, at=NOW)
    session.flush()
    about = changed(workshop, title="Mine")
    with pytest.raises(ChangedMeanwhile):
        service.change(session, workshop, **about, seen=mine, by=None, at=NOW)


def test_a_cancelled_workshop_takes_nobody_and_keeps_whom_to_tell(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    places = booked(session, workshop, suppliers(session, challenge, 3))
    service.cancel(session, workshop, because="Snow.", by=None, at=LATER)
    service.cancel(session, workshop, because="Rain.", by=None, at=LATER)
    assert (workshop.cancelled_because, workshop.sequence) == ("Snow.", 1)
    assert facts(session).count("workshop.cancelled") == 1
    assert states(places) == ["booked", "booked", "waiting"]
    with pytest.raises(service.Cancelled):
        service.book(session, workshop, an_interest(session, challenge), at=LATER)
    with pytest.raises(service.Cancelled):
        service.leave(session, places[0], at=LATER)
    with pytest.raises(service.Cancelled):
        service.change(session, workshop, **changed(workshop, title="X"), by=None, at=LATER)


def test_a_workshop_that_began_stays_as_it_is(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    places = booked(session, workshop, suppliers(session, challenge, 2))
    begins = workshop.starts_at
    with pytest.raises(service.AlreadyStarted):
        service.book(session, workshop, an_interest(session, challenge), at=begins)
    with pytest.raises(service.AlreadyStarted):
        service.leave(session, places[0], at=begins)
    with pytest.raises(service.AlreadyStarted):
        service.cancel(session, workshop, because="Late.", by=None, at=begins)
    service.leave(session, places[0], at=begins - timedelta(microseconds=1))


def test_places_are_for_those_who_take_part(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    stranger = an_interest(session, an_open_challenge(session))
    unconfirmed = an_interest(session, challenge, state=interest.State.PENDING)
    for who in (stranger, unconfirmed):
        with pytest.raises(service.NotTakingPart):
            service.book(session, workshop, who, at=NOW)
    challenge.engagement_ends = LATER
    session.flush()
    with pytest.raises(service.NotTakingPart, match="over"):
        service.book(session, workshop, an_interest(session, challenge), at=LATER)


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"starts_at": NOW}, "start in the future"),
        ({"ends_at": NOW}, "end after it starts"),
        ({"venue": ""}, "place, a joining link"),
        ({"joining_link": "javascript:alert(1)"}, "https://"),
        ({"capacity": 0}, "number of places"),
    ],
)
def test_a_workshop_that_could_not_be_is_refused(
    session: Session, challenge: Challenge, about: dict[str, Any], words: str
) -> None:
    sound: dict[str, Any] = {
        "title": "Meet",
        "about": "",
        "starts_at": LATER,
        "ends_at": LATER + timedelta(hours=1),
        "venue": "Hall",
        "joining_link": "",
        "capacity": 5,
    }
    kept = service.announce(session, challenge, **sound, by=None, at=NOW)
    assert kept.taken == 0 and facts(session) == ["workshop.announced"]
    with pytest.raises(Exception, match=words):
        service.announce(session, challenge, **(sound | about), by=None, at=NOW)


def test_a_workshop_starts_before_the_engagement_ends(
    session: Session, challenge: Challenge, workshop: Workshop
) -> None:
    ends = challenge.engagement_ends
    assert ends is not None
    late = {"starts_at": ends, "ends_at": ends + timedelta(hours=1)}
    with pytest.raises(planning.BadTimes, match="engagement ends at"):
        service.announce(session, challenge, **changed(workshop, **late), by=None, at=NOW)
    with pytest.raises(planning.BadTimes, match="more time first"):
        service.change(session, workshop, **changed(workshop, **late), by=None, at=NOW)


def test_no_challenge_has_more_workshops_than_a_page_shows(
    session: Session, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "MOST", 2)
    about = changed(workshop)
    other, third = about | {"title": "Another"}, about | {"title": "A third"}
    service.announce(session, workshop.challenge, **other, by=None, at=NOW)
    with pytest.raises(planning.TooMany, match="2 workshops"):
        service.announce(session, workshop.challenge, **third, by=None, at=NOW)


def test_a_button_pressed_twice_announces_one_workshop(
    session: Session, workshop: Workshop
) -> None:
    about = changed(workshop, title="Another")
    first, second = (
        service.announce(session, workshop.challenge, **about, by=None, at=NOW) for _ in range(2)
    )
    assert first is second
    assert facts(session).count("workshop.announced") == 1
