"""A person's own calendar: sent by e-mail, read by programs, made anew and taken back."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar, Component
from sqlalchemy import select

from engage.kernel.db import Sessions
from engage.kernel.outbox import drain
from engage.kernel.tokens import Signer
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops import queries as reads
from engage.workshops import service
from engage.workshops.models import CalendarFeed, PlaceState
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import NOW, a_feed, a_place, a_sitting, an_interest, an_open_challenge
from tests.one_to_ones import a_series, an_entry, slot_of
from tests.services import Clock
from tests.workshops.test_pages import Scene

SUMMER, WINTER = datetime(2026, 3, 29, 9, tzinfo=UTC), datetime(2026, 10, 25, 10, tzinfo=UTC)


@pytest.fixture
def scene(app: Flask, sessions: Sessions) -> Scene:
    return Scene(app, sessions)


def address(scene: Scene) -> str:
    """What the newest e-mail with an address leads to."""
    drain(scene.sessions, SUBSCRIPTIONS)
    signer: Signer = scene.app.extensions["signer"]
    with scene.sessions.read() as session:
        wanted = select(Message).where(Message.template == "calendar-address")
        message = session.scalars(wanted.order_by(Message.id.desc()).limit(1)).one()
        assert message.interest_id is None and message.why
    return f"/calendars/{signer.sign(service.FEED, str(message.subject_id), at=NOW)}"


def read(scene: Scene, where: str) -> dict[str, Component]:
    answer = Browser(scene.app.test_client()).get(where)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    whole = Calendar.from_ical(answer.text)
    assert "method" not in whole and "mailto:" not in answer.text
    return {str(event["summary"]).partition(" (")[0]: event for event in whole.walk("VEVENT")}


def test_it_has_every_place_of_a_person_and_nothing_else(scene: Scene, sessions: Sessions) -> None:
    browser, holder = scene.supplier()
    _, stranger = scene.supplier()
    with sessions.write() as session:
        other = an_open_challenge(session)
        there = an_interest(session, other, email=holder.email)
        for title, challenge, who, off in (
            ("Here", scene.challenge, holder, None),
            ("There", other, there, None),
            ("Foreign", other, an_interest(session, other), None),
            ("Off", other, there, NOW),
        ):
            sitting = a_sitting(session, challenge, title=title, cancelled_at=off)
            a_place(session, sitting, who)
        waits = a_sitting(session, other, title="Waits")
        a_place(session, waits, there, state=PlaceState.WAITING)
        passed = a_place(session, a_sitting(session, other, title="Passed on"), there)
        named = a_place(session, a_sitting(session, scene.challenge, title="Named"), stranger)
        service.name_attendee(session, passed, name="Cy", email="cy@x.example", at=NOW)
        service.name_attendee(session, named, name="Ida", email=holder.email, at=NOW)
        alone = a_series(session, other, title="Alone")
        an_entry(session, alone, there, slot=slot_of(session, alone))
    page = f"/my/challenges/{scene.challenge.reference}/calendar"
    assert holder.email in browser.get(page).words
    browser.submit(page)
    assert "by e-mail" in browser.follow().words
    assert "/calendars/" not in browser.get(page).text  # only the mailbox has it
    assert set(read(scene, address(scene))) == {"Here", "There", "Named", "Alone"}


def test_times_are_right_on_both_days_that_the_clocks_change(
    scene: Scene, sessions: Sessions
) -> None:
    browser, holder = scene.supplier()
    with sessions.write() as session:
        for title, starts in (("Spring", SUMMER), ("Autumn", WINTER)):
            sitting = a_sitting(
                session,
                scene.challenge,
                title=title,
                starts_at=starts,
                ends_at=starts + timedelta(hours=1),
            )
            a_place(session, sitting, holder)
    browser.submit(f"/my/challenges/{scene.challenge.reference}/calendar")
    found = read(scene, address(scene))
    for title, instant, local in (("Spring", SUMMER, 10), ("Autumn", WINTER, 10)):
        starts = found[title].decoded("dtstart")
        assert starts.astimezone(UTC) == instant
        assert (starts.hour, starts.tzinfo.key) == (local, "Europe/London")
    assert found["Spring"].decoded("dtstart").date() == date(2026, 3, 29)


def test_it_follows_each_change(scene: Scene, sessions: Sessions) -> None:
    workshop, (browser, _) = scene.workshop(), scene.supplier()
    browser.submit(f"{scene.my}/{workshop.id}/book")
    browser.submit(f"/my/challenges/{scene.challenge.reference}/calendar")
    where = address(scene)
    before = read(scene, where)["Meet the tenants"]
    scene.at_desk().submit(f"{scene.desk}/{workshop.id}/edit", {"starts": "1pm"})
    after = read(scene, where)["Meet the tenants"]
    assert after["uid"] == before["uid"]
    assert int(str(after["sequence"])) > int(str(before["sequence"]))
    assert after.decoded("dtstart") == before.decoded("dtstart") - timedelta(hours=1)
    browser.submit(f"{scene.my}/{workshop.id}/leave")
    assert read(scene, where) == {}


def test_a_new_address_ends_the_old_one_and_it_can_be_taken_back(
    scene: Scene, clock: Clock
) -> None:
    browser, _ = scene.supplier()
    page = f"/my/challenges/{scene.challenge.reference}/calendar"
    browser.submit(page)
    first = address(scene)
    assert "just now" in browser.submit(page, status=422).words
    clock.advance(minutes=5)
    assert "stops working" in browser.get(page).words
    browser.submit(page)
    second, visitor = address(scene), Browser(scene.app.test_client())
    assert "not there any more" in visitor.get(first, status=410).words
    assert read(scene, second) == {}
    browser.post(f"{page}/stop")
    browser.post(f"{page}/stop")
    visitor.get(second, status=410)
    assert "Send me the address" in browser.get(page).words
    altered = re.sub(r".$", "x", second)
    visitor.get(f"{altered}y", status=410)


def test_a_calendar_costs_the_same_with_3_and_30(
    scene: Scene, sessions: Sessions, queries: Queries
) -> None:
    _, holder = scene.supplier()
    with sessions.write() as session:
        made = a_feed(session, holder).id

    def cost_with(number: int) -> int:
        with sessions.write() as session:
            for _ in range(number):
                a_place(session, a_sitting(session, scene.challenge), holder)
        with sessions.read() as session, queries() as seen:
            known = reads.feed(session, made)
            assert known is not None
            found = reads.calendar_of(session, known.email, at=NOW)
            assert [place.sitting.challenge.authority.name for place, _ in found]
        return len(seen)

    few = cost_with(3)
    assert cost_with(27) == few <= 4


def test_who_asks_again_has_one_address(scene: Scene, sessions: Sessions) -> None:
    _, holder = scene.supplier()
    with sessions.write() as session:
        here = session.merge(holder)
        service.renew_feed(session, here, at=NOW)
        service.renew_feed(session, here, at=NOW + timedelta(hours=1))
        assert len(session.scalars(select(CalendarFeed)).all()) == 1
