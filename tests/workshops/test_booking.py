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
from engage.workshops.models import Place, Sitting
from engage.workshops.service import planning
from tests.conftest import Queries
from tests.factories import NOW, a_sitting, an_interest, an_open_challenge

LATER = NOW + timedelta(hours=1)
ABOUT = (
    "title",
    "about",
    "starts_at",
    "ends_at",
    "venue",
    "joining_link",
    "in_person",
    "online",
    "per_supplier",
)


@pytest.fixture
def challenge(session: Session) -> Challenge:
    return an_open_challenge(session)


@pytest.fixture
def sitting(session: Session, challenge: Challenge) -> Sitting:
    return a_sitting(session, challenge, in_person=2)


def suppliers(session: Session, challenge: Challenge, number: int) -> list[Interest]:
    return [an_interest(session, challenge) for _ in range(number)]


def booked(session: Session, sitting: Sitting, who: list[Interest]) -> list[Place]:
    return [service.book(session, sitting, each, at=NOW) for each in who]


def facts(session: Session) -> list[str]:
    return list(session.scalars(select(RecordedEvent.name).order_by(RecordedEvent.id)))


def states(places: list[Place]) -> list[str]:
    return [place.state.value for place in places]


def changed(sitting: Sitting, **about: object) -> dict[str, Any]:
    return {name: getattr(sitting, name) for name in ABOUT} | about


def test_places_go_to_who_comes_first_and_the_rest_wait_in_order(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    places = booked(session, sitting, suppliers(session, challenge, 4))
    assert states(places) == ["booked", "booked", "waiting", "waiting"]
    assert [reads.position(session, place) for place in places] == [0, 0, 1, 2]
    assert sitting.taken_in_person == 2
    assert sorted(facts(session)) == ["place.booked"] * 2 + ["place.waiting"] * 2
    waited = session.scalars(select(RecordedEvent).where(RecordedEvent.name == "place.waiting"))
    assert sorted(fact.payload["position"] for fact in waited) == [1, 2]


def test_booking_twice_is_booking_once(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    who = an_interest(session, challenge)
    first = service.book(session, sitting, who, at=NOW)
    assert service.book(session, sitting, who, at=LATER) is first
    assert (sitting.taken_in_person, first.joined_at, facts(session)) == (1, NOW, ["place.booked"])


def test_who_leaves_makes_room_for_the_first_who_waits(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    places = booked(session, sitting, suppliers(session, challenge, 4))
    service.leave(session, places[1], at=LATER)
    assert states(places) == ["booked", "left", "booked", "waiting"]
    assert reads.position(session, places[3]) == 1
    assert sitting.taken_in_person == 2
    moved = session.scalars(
        select(RecordedEvent).where(RecordedEvent.name == "place.moved_up")
    ).one()
    assert moved.subject_id == places[2].id
    assert moved.payload == {
        "workshop_id": str(sitting.workshop_id),
        "sitting_id": str(sitting.id),
        "mode": "in_person",
        "rule": FIRST_COME,
    }
    assert places[2].sequence == 2


def test_leaving_twice_frees_one_place(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    places = booked(session, sitting, suppliers(session, challenge, 4))
    service.leave(session, places[0], at=LATER)
    service.leave(session, places[0], at=LATER)
    assert states(places) == ["left", "booked", "booked", "waiting"]
    assert facts(session).count("place.left") == 1


def test_leaving_the_waiting_list_moves_nobody_into_a_place(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    places = booked(session, sitting, suppliers(session, challenge, 4))
    service.leave(session, places[2], at=LATER)
    assert states(places) == ["booked", "booked", "left", "waiting"]
    assert reads.position(session, places[3]) == 1
    assert "place.moved_up" not in facts(session)


def test_who_left_can_book_again_and_starts_at_the_end(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    who = suppliers(session, challenge, 4)
    places = booked(session, sitting, who)
    service.leave(session, places[0], at=LATER)
    again = service.book(session, sitting, who[0], at=LATER)
    assert again is places[0]
    assert states(places) == ["waiting", "booked", "booked", "waiting"]
    assert reads.position(session, again) == 2
    assert again.left_at is None and again.booked_at is None and again.sequence == 3


def test_more_places_move_up_who_waits(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    places = booked(session, sitting, suppliers(session, challenge, 5))
    service.change(session, sitting, **changed(sitting, in_person=4), by=None, at=LATER)
    assert states(places) == ["booked"] * 4 + ["waiting"]
    assert (sitting.taken_in_person, sitting.sequence) == (4, 0)
    assert [place.booked_at for place in places] == [NOW, NOW, LATER, LATER, None]
    assert [place.sequence for place in places] == [1, 1, 2, 2, 1]


@pytest.mark.parametrize("number", [3, 30])
def test_moving_up_costs_the_same_for_many(
    session: Session, challenge: Challenge, queries: Queries, number: int
) -> None:
    sitting = a_sitting(session, challenge, in_person=1)
    booked(session, sitting, suppliers(session, challenge, number + 1))
    with queries() as seen:
        service.change(session, sitting, **changed(sitting, in_person=99), by=None, at=LATER)
    assert sitting.taken_in_person == number + 1
    assert len(seen) <= 12


def test_places_that_were_given_stay(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    booked(session, sitting, suppliers(session, challenge, 2))
    with pytest.raises(service.TooFewPlaces, match="2 people have a place in person already"):
        service.change(session, sitting, **changed(sitting, in_person=1), by=None, at=LATER)


def test_a_booking_does_not_clash_with_an_officer(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    version = service.version_of(sitting)
    booked(session, sitting, suppliers(session, challenge, 1))
    session.refresh(sitting)
    assert service.version_of(sitting) == version


def test_a_time_that_moves_raises_the_sequence_and_is_told(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    later = changed(sitting, ends_at=sitting.ends_at + timedelta(hours=1), about="More.")
    fields = service.change(session, sitting, **later, by=None, at=NOW)
    fact = session.scalars(select(RecordedEvent)).one()
    assert fields == {"ends_at", "about"}
    assert fact.payload == {"fields": ["about", "ends_at"], "told": True, "sequence": 1}


def test_a_change_of_nothing_is_no_fact(session: Session, sitting: Sitting) -> None:
    assert not service.change(session, sitting, **changed(sitting), by=None, at=NOW)
    assert facts(session) == []


def test_the_second_of_two_officers_is_refused(session: Session, sitting: Sitting) -> None:
    mine = str(service.version_of(sitting))
    service.change(session, sitting, **changed(sitting, title="Theirs"), by=None, at=NOW)
    session.flush()
    about = changed(sitting, title="Mine")
    with pytest.raises(ChangedMeanwhile):
        service.change(session, sitting, **about, seen=mine, by=None, at=NOW)


def test_a_cancelled_workshop_takes_nobody_and_keeps_whom_to_tell(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    places = booked(session, sitting, suppliers(session, challenge, 3))
    service.cancel(session, sitting, because="Snow.", by=None, at=LATER)
    service.cancel(session, sitting, because="Rain.", by=None, at=LATER)
    assert (sitting.cancelled_because, sitting.sequence) == ("Snow.", 1)
    assert facts(session).count("workshop.cancelled") == 1
    assert states(places) == ["booked", "booked", "waiting"]
    with pytest.raises(service.Cancelled):
        service.book(session, sitting, an_interest(session, challenge), at=LATER)
    with pytest.raises(service.Cancelled):
        service.leave(session, places[0], at=LATER)
    with pytest.raises(service.Cancelled):
        service.change(session, sitting, **changed(sitting, title="X"), by=None, at=LATER)


def test_a_workshop_that_began_stays_as_it_is(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    places = booked(session, sitting, suppliers(session, challenge, 2))
    begins = sitting.starts_at
    with pytest.raises(service.AlreadyStarted):
        service.book(session, sitting, an_interest(session, challenge), at=begins)
    with pytest.raises(service.AlreadyStarted):
        service.leave(session, places[0], at=begins)
    with pytest.raises(service.AlreadyStarted):
        service.cancel(session, sitting, because="Late.", by=None, at=begins)
    service.leave(session, places[0], at=begins - timedelta(microseconds=1))


def test_places_are_for_those_who_take_part(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    stranger = an_interest(session, an_open_challenge(session))
    unconfirmed = an_interest(session, challenge, state=interest.State.PENDING)
    for who in (stranger, unconfirmed):
        with pytest.raises(service.NotTakingPart):
            service.book(session, sitting, who, at=NOW)
    challenge.engagement_ends = LATER
    session.flush()
    with pytest.raises(service.NotTakingPart, match="over"):
        service.book(session, sitting, an_interest(session, challenge), at=LATER)


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"starts_at": NOW}, "start in the future"),
        ({"ends_at": NOW}, "end after it starts"),
        ({"venue": ""}, "enter the place"),
        ({"joining_link": "javascript:alert(1)"}, "https://"),
        ({"in_person": 0}, "number of places"),
        ({"online": 9}, "joining link"),
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
        "in_person": 5,
        "online": 0,
        "per_supplier": None,
    }
    kept = service.announce(session, challenge, **sound, by=None, at=NOW)
    assert kept.taken_in_person == 0 and facts(session) == ["workshop.announced"]
    with pytest.raises(Exception, match=words):
        service.announce(session, challenge, **(sound | about), by=None, at=NOW)


def test_a_workshop_starts_before_the_engagement_ends(
    session: Session, challenge: Challenge, sitting: Sitting
) -> None:
    ends = challenge.engagement_ends
    assert ends is not None
    late = {"starts_at": ends, "ends_at": ends + timedelta(hours=1)}
    with pytest.raises(service.BadTimes, match="engagement ends at"):
        service.announce(session, challenge, **changed(sitting, **late), by=None, at=NOW)
    with pytest.raises(service.BadTimes, match="more time first"):
        service.change(session, sitting, **changed(sitting, **late), by=None, at=NOW)


def test_no_challenge_has_more_workshops_than_a_page_shows(
    session: Session, sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "MOST", 2)
    about = changed(sitting)
    other, third = about | {"title": "Another"}, about | {"title": "A third"}
    service.announce(session, sitting.challenge, **other, by=None, at=NOW)
    with pytest.raises(service.TooMany, match="2 workshops"):
        service.announce(session, sitting.challenge, **third, by=None, at=NOW)


def test_a_button_pressed_twice_announces_one_workshop(session: Session, sitting: Sitting) -> None:
    about = changed(sitting, title="Another")
    first, second = (
        service.announce(session, sitting.challenge, **about, by=None, at=NOW) for _ in range(2)
    )
    assert first is second
    assert facts(session).count("workshop.announced") == 1
