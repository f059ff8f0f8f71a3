"""A session is called off, and its people go to another one."""

from datetime import timedelta
from email import message_from_bytes
from email.message import Message as Part
from pathlib import Path
from typing import cast

from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from engage.kernel.db import Sessions
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.notifications.service.sending import send_due
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops import service
from engage.workshops.models import AccessNeed, Place, PlaceState, Sitting
from engage.workshops.service import Needs
from tests.factories import NOW, a_place, a_sitting, an_interest, an_open_challenge
from tests.notifications.post import post_to
from tests.workshops.test_naming import told
from tests.workshops.test_pages import Scene

LATER = NOW + timedelta(days=9)
OTHER = {"starts_at": LATER, "ends_at": LATER + timedelta(hours=1)}
BOOKED, WAITING = PlaceState.BOOKED, PlaceState.WAITING


def line(sessions: Sessions, sitting: Sitting) -> list[tuple[str, PlaceState]]:
    with sessions.read() as session:
        wanted = select(Place).where(Place.sitting_id == sitting.id)
        rows = session.scalars(wanted.order_by(Place.joined_at, Place.id))
        return [(row.interest.name, row.state) for row in rows]


def two_sessions(sessions: Sessions) -> tuple[Sitting, Sitting]:
    """Three with a place and one who waits; one of them and another are at the second too."""
    with sessions.write() as session:
        challenge = an_open_challenge(session, engagement_ends=NOW + timedelta(days=400))
        first = a_sitting(session, challenge, in_person=3, sequence=5)
        second = a_sitting(session, challenge, first.workshop, in_person=2, **OTHER)
        people = {each: an_interest(session, challenge, name=each) for each in "ABCDEF"}
        for number, each in enumerate("ABCD"):
            about = {"state": WAITING, "booked_at": None} if each == "D" else {}
            at = NOW - timedelta(hours=5 - number)
            a_place(session, first, people[each], joined_at=at, **about)
        a_place(session, second, people["E"], joined_at=NOW - timedelta(hours=3))
        a_place(session, second, people["C"], state=WAITING, booked_at=None)
        session.flush()
        keeps = select(Place).where(Place.interest_id == people["A"].id)
        place = session.scalars(keeps).one()
        service.tell_needs(session, place, Needs(captions=True), at=NOW)
    return first, second


def test_who_had_a_place_has_one_or_stands_first(sessions: Sessions, tmp_path: Path) -> None:
    first, second = two_sessions(sessions)
    with sessions.write() as session:
        here, there = (session.get_one(Sitting, each.id) for each in (first, second))
        service.cancel(session, here, because="No room", to=there, by=None, at=NOW)
    assert line(sessions, first) == [("C", BOOKED)]  # waits at the other, and keeps that
    assert line(sessions, second) == [
        *(("A", BOOKED), ("B", WAITING), ("E", BOOKED), ("C", WAITING), ("D", WAITING)),
    ]
    with sessions.read() as session:
        there = session.get_one(Sitting, second.id)
        assert (there.taken_in_person, session.get_one(Sitting, first.id).taken_in_person) == (2, 1)
        assert session.scalars(select(AccessNeed.captions)).all() == [True]
    entries = told(sessions)
    with sessions.read() as session:
        rows = session.execute(select(Message.recipient, Message.recipient_name)).all()
    names = {row.recipient: row.recipient_name for row in rows}
    by_name = {(what, names[who]): entry for (what, who), entry in entries.items()}
    heard = {key: entry and entry[0] for key, entry in by_name.items() if key[0] != "needs-told"}
    assert heard == {
        ("place-transferred", "A"): "REQUEST",
        ("place-transferred", "B"): "CANCEL",
        ("place-transferred", "D"): None,
        ("workshop-cancelled", "C"): "CANCEL",
    }
    assert all(entry is None or entry[1] > 5 for entry in by_name.values())
    sends_what_it_says(sessions, tmp_path)


def sends_what_it_says(sessions: Sessions, folder: Path) -> None:
    """Whoever moves reads why, too; each part is of the method that its entry is of."""
    send_due(sessions, post_to(folder))
    mails = [message_from_bytes(file.read_bytes()) for file in folder.glob("*.eml")]
    parts = [part for mail in mails for part in mail.walk()]
    words = [part.as_string() for part in parts if part.get_content_type() == "text/plain"]
    assert sum("No room" in each for each in words) == 4
    said = [part for part in parts if part.get_content_type() == "text/calendar"]
    assert sorted(str(part.get_param("method")) for part in said) == ["CANCEL", "CANCEL", "REQUEST"]
    assert all(_method_inside(part) == part.get_param("method") for part in said)


def _method_inside(part: Part) -> str:
    return str(Calendar.from_ical(cast(bytes, part.get_payload(decode=True)))["method"])


def test_the_officer_chooses_where_people_go(app: Flask, sessions: Sessions) -> None:
    scene = Scene(app, sessions)
    first = scene.workshop()
    with sessions.write() as session:
        workshop = session.get_one(Sitting, first.id).workshop
        second = a_sitting(session, scene.challenge, workshop, **OTHER)
    browser, _ = scene.supplier()
    browser.submit(f"{scene.my}/{first.id}/book")
    desk, path = scene.at_desk(), f"{scene.desk}/{first.id}/cancel"
    page = desk.get(path)
    assert "20 places free" in page.words and page.forms[-1].values["which"] == "one"
    desk.submit(path, {"which": "one", "to": str(second.id), "because": "No room"})
    drain(sessions, SUBSCRIPTIONS)
    assert [state for _, state in line(sessions, second)] == [BOOKED]
    assert line(sessions, first) == []
    said = desk.get(f"{scene.desk}/{first.id}").words
    assert "Who had a place" in said and "The register" not in said
    assert "Your place" in browser.get(f"{scene.my}/{second.id}/book").words
