"""The waiting list: places booked at once or offered for a while, always to the first in line."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.workshops import queries, service
from engage.workshops.events import FIRST_COME
from engage.workshops.models import Mode, Place, PlaceState, Sitting
from tests.factories import NOW, a_place, a_sitting, an_interest, an_open_challenge
from tests.services import Clock
from tests.workshops.test_booking import changed
from tests.workshops.test_pages import Scene

DAY = timedelta(days=1)


@pytest.fixture
def challenge(session: Session) -> Challenge:
    return an_open_challenge(session)


@pytest.fixture
def sitting(session: Session, challenge: Challenge) -> Sitting:
    return a_sitting(session, challenge, in_person=1)


def book(session: Session, sitting: Sitting, *, at_once: bool = True) -> Place:
    who = an_interest(session, sitting.challenge)
    return service.book(session, sitting, who, at_once=at_once, at=NOW)


def line_of(session: Session, sitting: Sitting) -> list[Place]:
    """One has the place; the first who waits wants to be asked, the second does not."""
    return [book(session, sitting, at_once=each) for each in (True, False, True)]


def states(places: list[Place]) -> list[str]:
    return [place.state.value for place in places]


def facts(session: Session, name: str) -> list[RecordedEvent]:
    wanted = select(RecordedEvent).where(RecordedEvent.name == name)
    return list(session.scalars(wanted.order_by(RecordedEvent.id)))


def test_the_council_says_how_long_an_offer_stands(session: Session, sitting: Sitting) -> None:
    sitting.challenge.authority.offer_hours = 3
    places = line_of(session, sitting)
    service.leave(session, places[0], at=NOW)
    assert places[1].offer_ends_at == NOW + timedelta(hours=3)


def test_who_wants_to_be_asked_is_offered_the_place(session: Session, sitting: Sitting) -> None:
    places = line_of(session, sitting)
    service.leave(session, places[0], at=NOW)
    assert states(places) == ["left", "offered", "waiting"]
    assert sitting.taken_in_person == 1
    assert (places[1].offer_ends_at, places[1].booked_at) == (NOW + DAY, None)
    assert [queries.position(session, place) for place in places] == [0, 0, 1]
    [fact] = facts(session, "place.offered")
    assert (fact.subject_id, fact.payload["rule"]) == (places[1].id, FIRST_COME)
    assert fact.payload["until"] == (NOW + DAY).isoformat()
    service.accept(session, places[1], at=NOW + DAY - timedelta(microseconds=1))
    service.accept(session, places[1], at=NOW + 2 * DAY)
    assert states(places) == ["left", "booked", "waiting"]
    assert len(facts(session, "place.accepted")) == 1 and sitting.taken_in_person == 1


def test_who_says_no_makes_room_for_the_next(session: Session, sitting: Sitting) -> None:
    places = line_of(session, sitting)
    service.leave(session, places[0], at=NOW)
    service.leave(session, places[1], at=NOW)
    assert states(places) == ["left", "left", "booked"]
    assert sitting.taken_in_person == 1
    assert [fact.payload["was_booked"] for fact in facts(session, "place.left")] == [True, False]


def test_an_offer_that_nobody_takes_moves_on(session: Session, sitting: Sitting) -> None:
    places = line_of(session, sitting)
    service.leave(session, places[0], at=NOW)
    ends = NOW + DAY
    assert service.lapse(session, sitting, at=ends - timedelta(microseconds=1)) == 0
    with pytest.raises(service.OfferEnded, match="join the waiting list again"):
        service.accept(session, places[1], at=ends)
    assert service.lapse(session, sitting, at=ends + 2 * DAY) == 1  # however late it is looked at
    assert service.lapse(session, sitting, at=ends + 2 * DAY) == 0
    assert states(places) == ["left", "left", "booked"]
    assert sitting.taken_in_person == 1
    [fact] = facts(session, "place.lapsed")
    assert (fact.subject_id, fact.actor_id) == (places[1].id, None)


@pytest.mark.parametrize(
    ("before", "lasts"),
    [(10 * DAY, DAY), (2 * DAY, DAY / 2), (timedelta(hours=2), timedelta(minutes=30))],
)
def test_an_offer_is_shorter_near_the_start(
    session: Session, sitting: Sitting, before: timedelta, lasts: timedelta
) -> None:
    places = line_of(session, sitting)
    at = sitting.starts_at - before
    service.leave(session, places[0], at=at)
    assert places[1].offer_ends_at == at + lasts
    assert at + lasts < sitting.starts_at


def test_more_places_move_up_by_the_same_rule(session: Session, sitting: Sitting) -> None:
    places = [*line_of(session, sitting), book(session, sitting), book(session, sitting)]
    service.change(session, sitting, **changed(sitting, in_person=3), by=None, at=NOW)
    assert states(places) == ["booked", "offered", "booked", "waiting", "waiting"]
    assert sitting.taken_in_person == 3


def test_a_time_that_moves_keeps_the_line(session: Session, sitting: Sitting) -> None:
    places = [*line_of(session, sitting), book(session, sitting)]
    later = {"starts_at": sitting.starts_at + DAY, "ends_at": sitting.ends_at + DAY}
    service.change(session, sitting, **changed(sitting, **later), by=None, at=NOW)
    assert states(places) == ["booked", "waiting", "waiting", "waiting"]
    assert [queries.position(session, place) for place in places] == [0, 1, 2, 3]
    assert [len(queries.holders(session, sitting.id))] == [4]


def test_who_waits_may_take_the_other_kind(session: Session, challenge: Challenge) -> None:
    link = "https://meet.example.org/x"
    both = a_sitting(session, challenge, in_person=1, online=1, joining_link=link)
    book(session, both)
    who = an_interest(session, challenge)
    place = service.book(session, both, who, at=NOW)
    assert service.book(session, both, who, mode=Mode.IN_PERSON, at=NOW) is place
    assert place.state is PlaceState.WAITING
    assert service.book(session, both, who, mode=Mode.ONLINE, at=NOW) is place
    assert (place.state, place.mode) == (PlaceState.BOOKED, Mode.ONLINE)
    assert service.book(session, both, who, mode=Mode.IN_PERSON, at=NOW).mode is Mode.ONLINE


def test_the_sweeper_ends_what_is_over_however_long_ago(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        for ends in (NOW - timedelta(days=3), NOW, NOW + timedelta(seconds=1)):
            sitting = a_sitting(session, challenge, taken_in_person=1)
            about = {"state": PlaceState.OFFERED, "offer_ends_at": ends, "booked_at": None}
            a_place(session, sitting, an_interest(session, challenge), **about)
    assert (service.lapse_due(sessions), service.lapse_due(sessions)) == (2, 0)
    with sessions.read() as session:
        wanted = select(Place.state, Sitting.taken_in_person).join(Place.sitting)
        rows = sorted((state.value, taken) for state, taken in session.execute(wanted))
    assert rows == [("left", 0), ("left", 0), ("offered", 1)]


def test_a_supplier_asks_to_be_asked_and_takes_the_place(
    app: Flask, sessions: Sessions, clock: Clock
) -> None:
    scene = Scene(app, sessions)
    workshop = scene.workshop(in_person=1)
    (first, _), (second, _), (third, _) = (scene.supplier() for _ in range(3))
    at, room = f"{scene.my}/{workshop.id}", f"/my/challenges/{scene.challenge.reference}"
    first.submit(f"{at}/book")
    second.submit(f"{at}/book", {"ask_first": "yes"})
    assert "when a place is free for you, we ask you" in second.follow().words
    third.submit(f"{at}/book")
    first.submit(f"{at}/leave")
    words = second.get(room).words
    assert "A place is free for you" in words and "Take the place" in words
    assert "Was offered a place" in scene.at_desk().get(f"{scene.desk}/{workshop.id}").words
    assert "No place is kept for you" in third.get(f"{at}/accept").words
    second.submit(f"{at}/accept")
    assert "You have a place" in second.follow().words
    assert "You have a place" in second.get(f"{at}/accept").words
    third.post(f"{at}/leave")  # one click in the room
    assert scene.places() == ["left", "booked", "left"]
