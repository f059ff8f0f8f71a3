"""One-to-ones through the pages that people use, from the first day to the notes."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops.models import Series
from engage.workshops.service.one_to_ones import draw_due
from tests.browsing import Browser
from tests.factories import NOW
from tests.services import Clock
from tests.workshops.recompute import faults
from tests.workshops.test_pages import Scene

SECRET = "https://meet.example.org/secret-room"
TYPED = {
    "title": "30 minutes with the housing team",
    "about": "Bring questions.",
    "way": "online",
    "venue": "",
    "joining_link": SECRET,
    "days": "16 March 2026",
    "first_starts": "9:30am",
    "last_ends": "10:30am",
    "minutes": "30",
    "pause": "0",
    "rule": "lottery",
    "per_supplier": "1",
    **{"closes_day-day": "5", "closes_day-month": "3", "closes_day-year": "2026"},
    "closes_time": "12 noon",
    "script": "1. What did we *get wrong*?",
    "template": "What they said to 1:",
}


class Stage(Scene):
    """The same with a series, three suppliers, and a look at what was sent."""

    def __init__(self, app: Flask, sessions: Sessions) -> None:
        super().__init__(app, sessions)
        self.people = [self.supplier(email=f"p@firm{number}.example") for number in range(3)]
        self.anybody = Browser(app.test_client())
        self.root = f"/desk/challenges/{self.challenge.reference}/one-to-ones"
        self.where = ""

    @property
    def mine(self) -> str:
        return f"/my/challenges/{self.challenge.reference}/one-to-ones/{self.where}"

    @property
    def public(self) -> str:
        return f"/challenges/{self.challenge.reference}/one-to-ones/{self.where}"

    def lottery(self) -> dict[str, Any]:
        return dict(json.loads(self.anybody.get(f"{self.public}/lottery.json").text))

    def sent(self, template: str) -> dict[str, str]:
        """Who got it, with the calendar file."""
        drain(self.sessions, SUBSCRIPTIONS)
        with self.sessions.read() as session:
            wanted = select(Message).where(Message.template == template)
            return {each.recipient: each.calendar or "" for each in session.scalars(wanted)}


@pytest.mark.slow
def test_from_the_first_slot_to_the_notes(app: Flask, sessions: Sessions, clock: Clock) -> None:
    stage = Stage(app, sessions)
    officer = stage.at_desk()
    make_and_open(stage, officer)
    with sessions.read() as session:
        seed = session.scalars(select(Series.seed)).one()
    ask(stage, seed)
    before = stage.lottery()
    officer.post(f"{stage.root}/{stage.where}/draw", {}, status=409)
    assert draw_due(sessions) == 0
    clock.set(NOW + timedelta(days=4))
    officer = stage.at_desk()
    assert "Draw now" in officer.get(f"{stage.root}/{stage.where}").words
    assert (draw_due(sessions), draw_due(sessions)) == (1, 0)
    assert "Draw now" not in officer.get(f"{stage.root}/{stage.where}").words
    officer.post(f"{stage.root}/{stage.where}/draw", {})  # a second time does nothing
    assert stage.lottery()["commitment"] == before["commitment"]
    check_the_draw(stage, seed)
    give_one_up(stage)
    assert faults(stage.lottery()) == []  # the draw stays as it was
    write_notes(stage, officer)


def make_and_open(stage: Stage, officer: Browser) -> None:
    """A draft, its slots, a change, and open."""
    assert "No one-to-ones yet" in officer.get(stage.root).words
    officer.submit(f"{stage.root}/new", TYPED | {"minutes": "90"}, status=422)
    officer.submit(f"{stage.root}/new", TYPED | {"pause": "30"})
    words = officer.follow().words
    assert "1 slot will be made" in words and "Only the council sees this" in words
    with stage.sessions.read() as session:
        stage.where = str(session.scalars(select(Series.id)).one())
    officer.submit(f"{stage.root}/{stage.where}/edit", {"pause": "0"})
    page = officer.follow()
    assert "2 slots will be made" in page.words and "3 suppliers" in page.words
    stage.anybody.get(stage.public, status=404)
    [button] = [form for form in page.forms if form.action.endswith("/open")]
    officer.post(button.action, button.values | {"version": "1"}, status=409)
    officer.post(button.action, button.values)
    assert "Asking is open" in officer.get(stage.root).words
    assert len(stage.sent("one-to-ones-opened")) == 3


def ask(stage: Stage, seed: str) -> None:
    """All three ask; nobody outside the council learns who, or how many."""
    room = f"/my/challenges/{stage.challenge.reference}"
    for browser, holder in stage.people:
        browser.submit(stage.mine, {"suits": []})
        words = browser.follow().words
        assert "You are in the draw" in words and SECRET not in words
        assert "You are in the draw" in browser.get(room).words
        assert holder.email in stage.sent("one-to-one-asked")
    lottery = stage.lottery()
    assert lottery["entries"] is lottery["seed"] is lottery["result"] is None
    page = f"/challenges/{stage.challenge.reference}"
    shown = stage.anybody.get(stage.public).text + stage.anybody.get(page).text
    assert lottery["commitment"] in shown and stage.where in shown
    assert seed not in shown and SECRET not in shown
    assert not any(holder.organisation in shown for _, holder in stage.people)


def check_the_draw(stage: Stage, seed: str) -> None:
    """By the script of somebody else."""
    lottery = stage.lottery()
    assert faults(lottery) == [] and lottery["seed"] == seed and len(lottery["entries"]) == 3
    assert "the commitment" in faults(lottery | {"seed": "0" * 64})
    shown = stage.anybody.get(stage.public).words
    assert seed in shown and all(entry["code"] in shown for entry in lottery["entries"])
    assert not any(holder.organisation in shown for _, holder in stage.people)
    booked = stage.sent("one-to-one-booked")
    assert len(booked) == 2 and len(stage.sent("one-to-one-waiting")) == 1
    assert all("METHOD:REQUEST" in calendar for calendar in booked.values())


def give_one_up(stage: Stage) -> None:
    """The one who waits gets it, by the rule that the fact names."""
    [loser] = stage.sent("one-to-one-waiting")
    [last] = [browser for browser, holder in stage.people if holder.email == loser]
    assert "You are number 1 on the list" in last.get(stage.mine).words
    winner, leaver = next(pair for pair in stage.people if pair[1].email != loser)
    page = winner.get(stage.mine)
    assert SECRET in page.text and "<em>get wrong</em>" in page.text
    assert "BEGIN:VEVENT" in winner.get(f"{stage.mine}/calendar.ics").text
    winner.submit(f"{stage.mine}/give-up")
    winner.get(f"{stage.mine}/calendar.ics", status=404)
    assert "METHOD:CANCEL" in stage.sent("one-to-one-left")[leaver.email]
    assert "METHOD:REQUEST" in stage.sent("one-to-one-booked")[loser]
    assert SECRET in last.get(stage.mine).text
    with stage.sessions.read() as session:
        fact = RecordedEvent.name == "one_to_one.moved_up"
        moved = session.scalars(select(RecordedEvent).where(fact)).one()
        assert "public lottery" in moved.payload["rule"]


def write_notes(stage: Stage, officer: Browser) -> None:
    """From the template; nobody else reads them before they are published."""
    page = officer.get(f"{stage.root}/{stage.where}")
    notes = next(link for link in page.links() if link.endswith("/notes"))
    page = officer.get(notes)
    assert "What they said to 1:" in page.text and "<em>get wrong</em>" in page.text
    said = {"text": "They would start small."}
    officer.submit(notes, said)
    assert said["text"] not in stage.anybody.get(stage.public).words
    officer.submit(notes, said | {"publish": "yes"})
    assert "Version 2" in officer.get(notes).words
    officer.submit(notes, {"text": "An older page", "version": "1"}, status=409)
    assert said["text"] in stage.anybody.get(stage.public).words
