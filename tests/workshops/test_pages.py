"""The pages of workshops: the desk plans, suppliers book, the public sees what it may."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts.models import Person, Role
from engage.challenges.models import Challenge
from engage.interest import service as interests
from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import drain
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops import queries
from engage.workshops.models import Mode, Place, PlaceState, Sitting
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_person,
    a_place,
    a_sitting,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
    use_link,
)
from tests.services import Clock

SECRET = "https://meet.example.org/secret-room"
GOOD = {
    "title": "Meet the tenants",
    "about": "Hear from them.",
    "day-day": "16",
    "day-month": "3",
    "day-year": "2026",
    "starts": "2pm",
    "ends": "4pm",
    "venue": "Town Hall",
    "joining_link": "",
    "in_person": "20",
}


class Scene:
    """A council with an open challenge, an officer at the desk and suppliers by link."""

    def __init__(self, app: Flask, sessions: Sessions) -> None:
        self.app, self.sessions = app, sessions
        with sessions.write() as session:
            self.challenge: Challenge = an_open_challenge(
                session, engagement_ends=NOW + timedelta(days=400)
            )
            self.officer: Person = an_officer(session, self.challenge.authority)
        self.desk = f"/desk/challenges/{self.challenge.reference}/workshops"
        self.my = f"/my/challenges/{self.challenge.reference}/workshops"

    def workshop(self, **about: Any) -> Sitting:
        with self.sessions.write() as session:
            return a_sitting(session, self.challenge, **about)

    def supplier(self, **about: Any) -> tuple[Browser, Interest]:
        with self.sessions.write() as session:
            holder = an_interest(session, self.challenge, **about)
        client = self.app.test_client()
        use_link(client, holder)
        return Browser(client), holder

    def at_desk(self, person: Person | None = None) -> Browser:
        client = self.app.test_client()
        sign_in(client, self.sessions, person or self.officer)
        return Browser(client)

    def one(self) -> Sitting:
        with self.sessions.read() as session:
            return session.scalars(select(Sitting)).one()

    def places(self) -> list[str]:
        with self.sessions.read() as session:
            wanted = select(Place.state).order_by(Place.joined_at, Place.id)
            return [state.value for state in session.scalars(wanted)]


@pytest.fixture
def scene(app: Flask, sessions: Sessions) -> Scene:
    return Scene(app, sessions)


def test_an_officer_announces_a_sitting(scene: Scene) -> None:
    desk = scene.at_desk()
    assert "No workshop yet" in desk.get(scene.desk).words
    desk.submit(f"{scene.desk}/new", GOOD)
    words = desk.follow().words
    assert "Workshop announced" in words
    assert "2pm to 4pm on Monday 16 March 2026, GMT" in words
    assert "0 of 20 taken, 0 waiting" in words
    assert "Meet the tenants" in desk.get(scene.desk).words
    assert scene.one().starts_at == datetime(2026, 3, 16, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "Enter the title"),
        ({"title": "x" * 201}, "must be 200 characters or fewer"),
        ({"title": "a\nb"}, "must be on one line"),
        ({"title": "Meet\x00"}, "cannot be printed"),
        ({"about": "x" * 5001}, "must be 5,000 characters or fewer"),
        ({"day-day": "30", "day-month": "2"}, "must be a real date"),
        ({"day-day": "", "day-month": "", "day-year": ""}, "Enter the day"),
        ({"day-year": "2025"}, "must start in the future"),
        ({"starts": ""}, "Enter the start"),
        ({"starts": "soon"}, "must be a time"),
        ({"starts": "2:30"}, "morning or afternoon"),
        ({"ends": "1pm"}, "must end after it starts"),
        ({"venue": ""}, "Enter where the places in person are"),
        ({"online": "5"}, "Enter the link for the places online"),
        ({"in_person": ""}, "Enter the number of places in person, online, or both"),
        ({"in_person": "", "online": "5", "joining_link": SECRET}, "or delete the place"),
        ({"joining_link": "javascript:alert(1)"}, "must be a web address"),
        ({"joining_link": "https://x y"}, "must be a web address"),
        ({"joining_link": "https://"}, "must be a web address"),
        ({"in_person": "-1"}, "must be 0 or more"),
        ({"in_person": "10001"}, "must be 10,000 or fewer"),
        ({"in_person": "many"}, "must be a number"),
        ({"in_person": "9" * 400}, "Number of places"),
        ({"starts_which": "third"}, "Select one of the choices"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    scene: Scene, typed: dict[str, str], words: str
) -> None:
    page = scene.at_desk().submit(f"{scene.desk}/new", GOOD | typed, status=422)
    assert words in page.words
    assert "There is a problem" in page.words
    assert 'value="Town Hall"' in page.text or "venue" in typed


@pytest.mark.parametrize("text", ["🏛 Meet", "לפגוש", "<script>alert(1)</script>", "a‮b"])
def test_words_of_every_kind_are_shown_as_words(scene: Scene, text: str) -> None:
    desk = scene.at_desk()
    desk.submit(f"{scene.desk}/new", GOOD | {"title": text, "about": text, "venue": text})
    assert "<script>alert" not in desk.follow().text


def test_the_hour_that_spring_skips_is_refused(scene: Scene) -> None:
    night = {"day-day": "29", "day-month": "3", "starts": "1:30am", "ends": "3am"}
    page = scene.at_desk().submit(f"{scene.desk}/new", GOOD | night, status=422)
    assert "The clocks go forward on Sunday 29 March 2026" in page.words


def test_the_day_of_the_spring_change_is_one_hour_shorter(scene: Scene) -> None:
    day = {"day-day": "29", "day-month": "3", "starts": "12:30am", "ends": "2:30am"}
    desk = scene.at_desk()
    desk.submit(f"{scene.desk}/new", GOOD | day)
    workshop = scene.one()
    assert workshop.starts_at == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert workshop.ends_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(("which", "hour"), [("first", 0), ("second", 1)])
def test_the_hour_that_autumn_repeats_asks_which(scene: Scene, which: str, hour: int) -> None:
    desk = scene.at_desk()
    night = {"day-day": "25", "day-month": "10", "starts": "1:30am", "ends": "3am"}
    page = desk.submit(f"{scene.desk}/new", GOOD | night, status=422)
    assert "happens twice" in page.words
    assert "The first time Summer time (BST)" in page.words and "ends_which" not in page.text
    desk.submit(f"{scene.desk}/new", GOOD | night | {"starts_which": which})
    workshop = scene.one()
    assert workshop.starts_at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    desk.submit(f"{scene.desk}/{workshop.id}/edit", {"title": "Same time"})
    assert scene.one().starts_at == workshop.starts_at


def test_midnight_is_the_end_of_the_day(scene: Scene) -> None:
    scene.at_desk().submit(f"{scene.desk}/new", GOOD | {"ends": "midnight"})
    assert scene.one().ends_at == datetime(2026, 3, 17, 0, tzinfo=UTC)


def test_a_change_says_how_many_are_told(scene: Scene) -> None:
    workshop, desk = scene.workshop(), scene.at_desk()
    for _ in range(2):
        scene.supplier()[0].post(f"{scene.my}/{workshop.id}/book")
    edit = f"{scene.desk}/{workshop.id}/edit"
    assert "waiting: 2 people." in desk.get(edit).words
    desk.submit(edit, {"starts": "3pm"})
    assert "2 people will get an e-mail" in desk.follow().words
    desk.submit(edit, {"in_person": "1"}, status=422)
    assert (
        "2 people have a place in person already"
        in desk.submit(edit, {"in_person": "1"}, status=422).words
    )


def test_the_second_of_two_officers_sees_both_versions(scene: Scene) -> None:
    workshop, mine, theirs = scene.workshop(), scene.at_desk(), scene.at_desk()
    edit = f"{scene.desk}/{workshop.id}/edit"
    form = mine.get(edit).forms[-1].values
    theirs.submit(edit, {"title": "Their title"})
    page = mine.post(edit, form | {"title": "My title"}, status=409)
    assert "This changed after you opened it" in page.words
    assert "Their title" in page.words and 'value="My title"' in page.text
    mine.post(edit, page.forms[-1].values)
    assert scene.one().title == "My title"


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 150, "\x00"])
def test_a_lost_version_never_overwrites(scene: Scene, version: str) -> None:
    workshop, desk = scene.workshop(), scene.at_desk()
    data = GOOD | {"title": "Mine", "version": version}
    desk.get(f"{scene.desk}/{workshop.id}/edit")
    answer = desk.post(f"{scene.desk}/{workshop.id}/edit", data, status=409)
    assert "Meet the tenants" in answer.words
    assert scene.one().title == "Meet the tenants"


def test_an_officer_cancels(scene: Scene) -> None:
    workshop, desk = scene.workshop(), scene.at_desk()
    browser, _ = scene.supplier()
    browser.post(f"{scene.my}/{workshop.id}/book")
    cancel = f"{scene.desk}/{workshop.id}/cancel"
    assert "1 person." in desk.get(cancel).words
    assert "Enter the reason" in desk.submit(cancel, {"because": " "}, status=422).words
    desk.submit(cancel, {"because": "Heavy snow."})
    words = desk.follow().words
    assert "1 person will get an e-mail" in words and "Heavy snow." in words
    assert "cancelled" in desk.submit(f"{scene.desk}/{workshop.id}/edit", status=422).words
    assert "was cancelled" in browser.get(f"{scene.my}/{workshop.id}/book").words
    assert "was cancelled" in browser.get(f"{scene.my}/{workshop.id}/leave").words
    browser.get(f"{scene.my}/{workshop.id}/calendar.ics", status=404)


def test_a_supplier_books_waits_and_moves_up(scene: Scene) -> None:
    workshop = scene.workshop(in_person=1)
    (first, _), (second, _) = scene.supplier(), scene.supplier()
    first.submit(f"{scene.my}/{workshop.id}/book")
    assert first.seen and first.seen.location.endswith(f"{scene.challenge.reference}#workshops")
    assert "All places are taken" in second.get(f"{scene.my}/{workshop.id}/book").words
    second.submit(f"{scene.my}/{workshop.id}/book")
    second.post(f"{scene.my}/{workshop.id}/book")  # a double click
    assert scene.places() == ["booked", "waiting"]
    assert "You got it on Monday 2 March 2026" in first.get(f"{scene.my}/{workshop.id}/book").words
    assert "number 1 on the waiting list" in second.get(f"{scene.my}/{workshop.id}/book").words
    assert "1 waits" in first.get(f"{scene.my}/{workshop.id}/leave").words
    first.submit(f"{scene.my}/{workshop.id}/leave")
    first.post(f"{scene.my}/{workshop.id}/leave")
    assert scene.places() == ["left", "booked"]


def test_a_place_goes_into_the_calendar(scene: Scene) -> None:
    workshop = scene.workshop(joining_link=SECRET)
    browser, _ = scene.supplier()
    browser.get(f"{scene.my}/{workshop.id}/calendar.ics", status=404)
    browser.submit(f"{scene.my}/{workshop.id}/book")
    answer = browser.get(f"{scene.my}/{workshop.id}/calendar.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.text.replace("\r\n ", "").splitlines()
    assert f"URL:{SECRET}" in lines and "METHOD:REQUEST" in lines


def test_the_joining_link_is_only_for_those_with_a_place(
    scene: Scene, app: Flask, clock: Clock
) -> None:
    workshop = scene.workshop(joining_link=SECRET, in_person=1)
    holder, waiting, stranger = (scene.supplier() for _ in range(3))
    for browser, _ in (holder, waiting):
        browser.post(f"{scene.my}/{workshop.id}/book")
    with scene.sessions.read() as session, app.test_request_context():
        about = {"challenge": scene.challenge, "at": clock.now}
        public = queries.announced(session, scene.challenge.id)
        shown = [render_template("workshops/public.html", workshops=public, **about)]
        for _, who in (holder, waiting, stranger):
            rooms = queries.for_room(session, who, at=clock.now)
            shown.append(render_template("workshops/booking.html", workshop=rooms[0], **about))
    assert [SECRET in page for page in shown] == [False, True, False, False]
    assert "Full: you can join the waiting list" in shown[0]
    assert "number 1 on the list" in shown[2] and "Join the waiting list" in shown[3]
    for browser, _ in (waiting, stranger):
        for page in ("book", "leave", "calendar.ics"):
            answer = browser._ask.get(f"{scene.my}/{workshop.id}/{page}")
            assert SECRET not in answer.text


def test_who_withdraws_makes_room(scene: Scene, sessions: Sessions) -> None:
    workshop = scene.workshop(in_person=1)
    (first, holder), (second, _) = scene.supplier(), scene.supplier()
    for browser in (first, second):
        browser.post(f"{scene.my}/{workshop.id}/book")
    with sessions.write() as session:
        interests.withdraw(session, session.merge(holder), at=NOW)
    drain(sessions, SUBSCRIPTIONS)
    assert scene.places() == ["left", "booked"]
    with sessions.write() as session:
        again = session.scalars(
            select(RecordedEvent).where(RecordedEvent.name == "interest.withdrawn")
        ).one()
        SUBSCRIPTIONS["interest.withdrawn"]["free_places"](session, again)
    assert scene.places() == ["left", "booked"]


@pytest.mark.parametrize("tail", ["", "/edit", "/cancel"])
def test_a_neighbour_finds_nothing(scene: Scene, tail: str, sessions: Sessions) -> None:
    workshop = scene.workshop()
    with sessions.write() as session:
        neighbour = a_person(session, Role.OFFICER)
    missing = scene.at_desk().get(f"{scene.desk}/{scene.challenge.id}{tail}", status=404)
    foreign = scene.at_desk(neighbour).get(f"{scene.desk}/{workshop.id}{tail}", status=404)
    assert "Page not found" in foreign.words and "Page not found" in missing.words


@pytest.mark.parametrize("tail", ["book", "leave", "calendar.ics"])
def test_a_supplier_of_another_challenge_finds_nothing(
    scene: Scene, tail: str, client: FlaskClient, sessions: Sessions
) -> None:
    workshop = scene.workshop()
    with sessions.write() as session:
        a_place(session, session.merge(workshop), an_interest(session, scene.challenge))
        other = an_open_challenge(session)
        foreign = an_interest(session, other)
    use_link(client, foreign)
    browser = Browser(client)
    browser.get(f"{scene.my}/{workshop.id}/{tail}", status=404)
    theirs = f"/my/challenges/{other.reference}/workshops"
    browser.get(f"{theirs}/{workshop.id}/{tail}", status=404)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COUNCIL_ADMIN])
def test_readers_read_and_do_not_write(scene: Scene, role: Role, sessions: Sessions) -> None:
    workshop = scene.workshop()
    with sessions.write() as session:
        reader = a_person(session, role, at=scene.challenge.authority)
    browser = scene.at_desk(reader)
    assert "Announce a workshop" not in browser.get(scene.desk).words
    assert "/edit" not in browser.get(f"{scene.desk}/{workshop.id}").text
    for page in ("new", f"{workshop.id}/edit", f"{workshop.id}/cancel"):
        browser.get(f"{scene.desk}/{page}", status=403)


@pytest.mark.parametrize("address", ["", "/{id}"])
def test_lists_cost_the_same_with_3_and_30(scene: Scene, address: str, queries: Queries) -> None:
    workshop, desk = scene.workshop(in_person=10), scene.at_desk()
    path = scene.desk + address.format(id=workshop.id)

    def cost_with(number: int) -> int:
        with scene.sessions.write() as session:
            held = session.get_one(Sitting, workshop.id)
            for _ in range(number):
                a_sitting(session, scene.challenge)
                full = held.free(Mode.IN_PERSON) == 0
                state = PlaceState.WAITING if full else PlaceState.BOOKED
                a_place(session, held, an_interest(session, scene.challenge), state=state)
        with queries() as seen:
            desk.get(path)
        return len(seen)

    few = cost_with(3)
    assert cost_with(27) == few <= 6


@pytest.mark.slow
def test_people_are_listed_in_order_and_paged(scene: Scene) -> None:
    workshop, desk = scene.workshop(in_person=1), scene.at_desk()
    for number in range(60):
        scene.supplier(organisation=f"House {number:02d}")[0].post(f"{scene.my}/{workshop.id}/book")
    words = desk.get(f"{scene.desk}/{workshop.id}").words
    assert words.index("House 00") < words.index("House 01") < words.index("House 49")
    assert "1 of 1 taken, 59 waiting" in words and "Waiting, number 1 " in words
    second = desk.get(f"{scene.desk}/{workshop.id}?page=2").words
    assert "House 50" in second and "Waiting, number 59" in second
    register = desk.get(f"{scene.desk}/{workshop.id}/register").words
    assert "House 00" in register and "House 59" not in register
    desk.get(f"{scene.desk}/{workshop.id}?page=x", status=404)


def test_a_withdrawn_challenge_cancels_its_workshops(
    scene: Scene, sessions: Sessions, clock: Clock
) -> None:
    scene.workshop()
    fact = RecordedEvent(
        name="challenge.withdrawn",
        subject_id=scene.challenge.id,
        challenge_id=scene.challenge.id,
        occurred_at=clock.now,
        payload={},
    )
    with sessions.write() as session:
        handler: Callable[..., None] = SUBSCRIPTIONS["challenge.withdrawn"]["cancel_workshops"]
        handler(session, fact)
        handler(session, fact)
    assert scene.one().cancelled_because == "The council withdrew this challenge."
