"""Who came: pressed on the day, walked in, taken back, printed and taken away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.interest.models import Interest, State
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.notifications.models import Message
from engage.workshops import queries, service
from engage.workshops.models import Attendance, PlaceState, Sitting
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import NOW, a_place, a_sitting, an_attendance, an_interest, an_open_challenge
from tests.services import Clock
from tests.workshops.test_pages import Scene

ON_THE_DAY = {"days": 7, "hours": 4}


@pytest.fixture
def scene(app: Flask, sessions: Sessions) -> Scene:
    return Scene(app, sessions)


@pytest.fixture
def sitting(session: Session) -> Sitting:
    return a_sitting(session, an_open_challenge(session))


def _crowd(scene: Scene, names: list[str]) -> Sitting:
    with scene.sessions.write() as session:
        sitting = a_sitting(session, scene.challenge)
        for name in names:
            holder = an_interest(session, scene.challenge, organisation=f"{name} Ltd", name=name)
            a_place(session, sitting, holder)
    return sitting


def test_one_press_and_undo(scene: Scene, clock: Clock) -> None:
    sitting = _crowd(scene, ["Ann", "Bob"])
    desk, address = scene.at_desk(), f"{scene.desk}/{sitting.id}/check-in"
    early = desk.get(address)
    assert "You can note who is here from" in early.words and "Did not come" not in early.words
    assert not [form for form in early.forms if "/check-in/" in form.action]
    clock.advance(**ON_THE_DAY)
    desk = scene.at_desk()
    page = desk.get(f"{address}?q=ann")
    assert "0 of 2 are here" in page.words and "Bob" not in page.words
    here = next(form for form in page.forms if "/check-in/" in form.action)
    desk.post(here.action, here.values)
    page = desk.follow()
    assert "1 of 2 are here" in page.words and "Bob" not in page.words
    undo = next(form for form in page.forms if form.action.endswith("/undo"))
    desk.post(undo.action, undo.values)
    assert "0 of 2 are here" in desk.follow().words
    assert "Nobody with a place is called that" in desk.get(f"{address}?q=%25").words


def test_who_walks_in_gets_what_everybody_gets(scene: Scene, clock: Clock) -> None:
    sitting = _crowd(scene, ["Ann"])
    clock.advance(**ON_THE_DAY)
    desk, place = scene.at_desk(), f"{scene.desk}/{sitting.id}"
    assert "Enter their name" in desk.submit(f"{place}/walk-in", status=422).words
    late = {"organisation": "Late Ltd", "name": "Lou", "email": "Lou@Late.example.org"}
    desk.submit(f"{place}/walk-in", late)
    page = desk.follow()
    assert "Lou is on the list" in page.words and "and 1 without a place" in page.words
    desk.submit(f"{place}/walk-in", late)
    assert "and 1 without a place" in desk.follow().words
    with scene.sessions.read() as session:
        joined = session.scalars(
            select(Interest).where(Interest.email == "lou@late.example.org")
        ).one()
    assert (joined.state, joined.organisation) == (State.PENDING, "Late Ltd")
    assert "Who came 0 of 1 with a place, and 1 without one." in desk.get(place).words
    answer = desk.post(f"{place}/attendance.csv", {}, status=200)
    lines = answer.text.removeprefix("\ufeff").splitlines()
    assert lines[0] == '"Organisation","Name","E-mail","How","Came"'
    assert lines[1].startswith('"Ann Ltd","Ann","') and lines[1].endswith('"In person","No"')
    assert lines[2:] == ['"Late Ltd","Lou","lou@late.example.org","Walked in","Yes"']


def test_the_register_has_boxes_and_empty_lines(scene: Scene) -> None:
    sitting = _crowd(scene, ["Ann", "Bob"])
    page = scene.at_desk().get(f"{scene.desk}/{sitting.id}/register")
    assert "Who has a place: 2" in page.words
    assert page.words.count("☐") == 10


def test_rules(session: Session, sitting: Sitting) -> None:
    holder = an_interest(session, sitting.challenge)
    place = a_place(session, sitting, holder)
    who = {"by": holder.id}
    before = sitting.starts_at - service.OPENS_BEFORE - timedelta(microseconds=1)
    with pytest.raises(service.TooEarly, match="12 hours before the start"):
        service.note_here(session, place, at=before, **who)
    on_time = sitting.starts_at - service.OPENS_BEFORE
    service.note_here(session, place, at=on_time, **who)
    service.note_here(session, place, at=on_time, **who)
    assert queries.turnout(session, sitting.id) == queries.attending.Turnout(1, 1, 0)
    place.state = PlaceState.LEFT
    with pytest.raises(service.HasNoPlace, match="add them as a walk-in"):
        service.note_here(session, place, at=on_time, **who)
    sitting.challenge.stage = Stage.CONCLUDED
    with pytest.raises(service.TooLate, match="list of who came is closed"):
        service.note_here(session, place, at=on_time, **who)
    sitting.cancelled_at = NOW
    with pytest.raises(service.Cancelled):
        service.note_here(session, place, at=on_time, **who)
    facts = session.scalars(
        select(RecordedEvent.name).where(RecordedEvent.name.startswith("attendance."))
    ).all()
    assert facts == ["attendance.noted"]


def test_nobody_is_told_after_the_engagement(session: Session, sitting: Sitting) -> None:
    late = {"organisation": "Late Ltd", "name": "Lou", "email": "lou@late.example.org"}
    sitting.challenge.stage = Stage.CLOSED
    service.walk_in(session, sitting, **late, by=sitting.id, at=sitting.ends_at)
    assert [each.name for each in queries.walked_in(session, sitting.id)] == ["Lou"]
    assert session.scalar(select(func.count()).select_from(Interest)) == 0
    assert session.scalar(select(func.count()).select_from(Message)) == 0


def test_a_page_holds_all_who_walk_in(
    session: Session, sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engage.workshops.service.attending.MOST_WALKED_IN", 1)
    an_attendance(session, sitting)
    more = {"organisation": "x", "name": "y", "email": "z@late.example.org"}
    with pytest.raises(service.TooManyWalkedIn, match="At most 1 people"):
        service.walk_in(session, sitting, **more, by=sitting.id, at=sitting.starts_at)


def test_the_page_costs_the_same_however_many_come(
    scene: Scene, clock: Clock, queries: Queries
) -> None:
    clock.advance(**ON_THE_DAY)

    def cost(number: int) -> int:
        sitting = _crowd(scene, [f"Person {each}" for each in range(number)])
        with scene.sessions.write() as session:
            for each in range(number):
                an_attendance(session, session.get_one(Sitting, sitting.id), email=f"{each}@x.org")
        desk: Browser = scene.at_desk()
        with queries() as seen:
            desk.get(f"{scene.desk}/{sitting.id}/check-in")
        return len(seen)

    assert cost(3) == cost(18) <= 9


@pytest.mark.slow
def test_two_officers_press_at_once(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        sitting = a_sitting(session, an_open_challenge(session))
        place = a_place(session, sitting, an_interest(session, sitting.challenge))
        place_id, at = place.id, sitting.starts_at

    def press(_: int) -> None:
        with fresh_sessions.write() as session:
            found = session.get_one(type(place), place_id)
            service.note_here(session, found, by=place_id, at=at)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(press, range(16)))
    with fresh_sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Attendance)) == 1
        noted = select(func.count()).where(RecordedEvent.name == "attendance.noted")
        assert session.scalar(noted) == 1


def test_no_search_is_an_error(scene: Scene) -> None:
    sitting = _crowd(scene, ["Ann"])
    for words in ("a%00b", "%25", "%5C", "_", "%F0%9F%98%80", "x" * 500):
        page = scene.at_desk().get(f"{scene.desk}/{sitting.id}/check-in?q={words}")
        assert "Nobody with a place is called that" in page.words
