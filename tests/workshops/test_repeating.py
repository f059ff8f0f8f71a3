"""A session that too many wait for is held again, first for those who wait."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.kernel.db import Sessions
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops import queries, service
from engage.workshops.models import Mode, Place, PlaceState, Sitting
from engage.workshops.queries.repeating import is_crowded
from tests.factories import NOW, a_place, a_sitting, an_interest, an_open_challenge
from tests.services import Clock
from tests.workshops.test_pages import Scene

AGAIN = {"day-day": "20", "day-month": "3", "day-year": "2026", "in_person": "2"}


@pytest.fixture
def scene(app: Flask, sessions: Sessions) -> Scene:
    return Scene(app, sessions)


def a_line(session: Session, sitting: Sitting, number: int, **about: Any) -> list[Place]:
    """Those who wait, in the order they came."""
    sitting = session.get_one(Sitting, sitting.id)
    values = {"state": PlaceState.WAITING, "booked_at": None, **about}
    return [
        a_place(
            session,
            sitting,
            an_interest(session, sitting.challenge),
            joined_at=NOW + place * timedelta(minutes=1),
            **values,
        )
        for place in range(number)
    ]


def told(sessions: Sessions) -> dict[str, list[str]]:
    drain(sessions, SUBSCRIPTIONS)
    found: dict[str, list[str]] = {}
    with sessions.read() as session:
        for message in session.scalars(select(Message).order_by(Message.recipient)):
            found.setdefault(message.template, []).append(message.recipient)
    return found


def test_it_is_offered_first_to_those_who_wait(scene: Scene, clock: Clock) -> None:
    sitting = scene.workshop(in_person=8)
    with scene.sessions.write() as session:
        line = [place.interest.email for place in a_line(session, sitting, 3)]
        other = an_interest(session, scene.challenge).email
    clock.set(sitting.ends_at)
    desk, here = scene.at_desk(), f"{scene.desk}/{sitting.id}"
    page = desk.get(here)
    assert "3 people wait for 8 places: that is more than a third of them." in page.words
    desk.submit(f"{here}/again", AGAIN)
    assert "offered its places first" in desk.follow().words
    with scene.sessions.read() as session:
        again = session.scalars(select(Sitting).where(Sitting.id != sitting.id)).one()
        wanted = select(Place).where(Place.sitting_id == again.id).order_by(Place.joined_at)
        places = session.scalars(wanted).all()
        assert [each.state for each in places] == ["offered", "offered", "waiting"]
        assert [each.interest.email for each in places] == line
        assert queries.position(session, places[2]) == 1
    assert told(scene.sessions) == {
        "place-offered": sorted(line[:2]),
        "place-waiting": line[2:],
        "workshop-announced": [other],
    }
    assert "it is held again" in desk.get(here).words
    desk.submit(f"{here}/again", AGAIN)  # a second press makes no second session
    with scene.sessions.read() as session:
        assert queries.count_of_challenge(session, scene.challenge.id) == 2


def test_it_can_be_turned_down(scene: Scene) -> None:
    sitting = scene.workshop(in_person=2)
    with scene.sessions.write() as session:
        a_line(session, sitting, 1)
    desk, here = scene.at_desk(), f"{scene.desk}/{sitting.id}"
    desk.submit(f"{here}/not-again", {"because": "No room is free"})
    page = desk.follow()
    assert "It is not held again: No room is free" in page.words
    assert "Hold this session again?" not in page.words


def test_rules(session: Session) -> None:
    sitting = a_sitting(session, an_open_challenge(session), in_person=2, per_supplier=2)
    assert [is_crowded(sitting, number) for number in (0, 1)] == [False, True]
    line = a_line(session, sitting, 2, mode=Mode.IN_PERSON)
    when: dict[str, Any] = {
        "starts_at": sitting.starts_at + timedelta(days=1),
        "ends_at": sitting.ends_at + timedelta(days=1),
        "venue": "",
        "joining_link": "https://meet.example/1",
        "in_person": 0,
        "online": 5,
    }
    with pytest.raises(service.FewerEach, match="may have 2 places in their line"):
        service.repeat(session, sitting, by=None, at=NOW, **when, per_supplier=1)
    again = service.repeat(session, sitting, by=None, at=NOW, **when, per_supplier=None)
    places = session.scalars(select(Place).where(Place.sitting_id == again.id)).all()
    assert {(each.mode, each.state) for each in places} == {(Mode.ONLINE, PlaceState.OFFERED)}
    assert (again.taken_online, len(line)) == (2, 2)
    few = a_sitting(session, sitting.challenge)
    with pytest.raises(service.NotFull):
        service.decline(session, few, because="No", waiting=0, by=None, at=NOW)
