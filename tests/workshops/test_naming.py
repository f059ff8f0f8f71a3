"""Somebody else comes: it leaves one calendar and enters the other."""

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from engage.kernel.db import Sessions
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops import service
from engage.workshops.models import Place
from engage.workshops.service import naming
from tests.factories import NOW
from tests.workshops.test_pages import Scene

BOB = {"name": "Bob Reed", "email": "Bob@reed.example.org"}


@pytest.fixture
def scene(app: Flask, sessions: Sessions) -> Scene:
    return Scene(app, sessions)


def told(sessions: Sessions) -> dict[tuple[str, str], tuple[str, int] | None]:
    """Template and recipient; the method and sequence of the calendar entry, read back."""
    drain(sessions, SUBSCRIPTIONS)
    found: dict[tuple[str, str], tuple[str, int] | None] = {}
    with sessions.read() as session:
        for row in session.scalars(select(Message).order_by(Message.id)):
            entry = None
            if row.calendar:
                whole = Calendar.from_ical(row.calendar)
                [event] = whole.walk("VEVENT")
                assert str(event["attendee"]) == f"mailto:{row.recipient}"
                entry = (str(whole["method"]), int(str(event["sequence"])))
            found[row.template, row.recipient] = entry
    return found


def test_a_supplier_sends_somebody_else(scene: Scene, sessions: Sessions) -> None:
    workshop, (browser, holder) = scene.workshop(), scene.supplier()
    address, room = f"{scene.my}/{workshop.id}", f"/my/challenges/{scene.challenge.reference}"
    browser.submit(f"{address}/book")
    form = browser.get(f"{address}/attendee").forms[-1].values
    assert (form["name"], form["email"]) == (holder.name, holder.email)
    page = browser.submit(f"{address}/attendee", {"name": "", "email": "a, b"}, status=422)
    assert "Enter their name" in page.words and "one e-mail address only" in page.words
    browser.submit(f"{address}/attendee", BOB)
    assert "Bob Reed will come" in browser.follow().words
    assert "Bob Reed will come" in browser.get(room).words
    browser.submit(f"{address}/attendee", BOB)
    assert "Nothing was changed" in browser.follow().words
    bob = BOB["email"].lower()
    assert told(sessions) == {
        ("place-booked", holder.email): None,  # passed on before it was sent
        ("place-booked", bob): ("REQUEST", 2),
        ("place-passed-on", holder.email): ("CANCEL", 2),
        ("place-named", bob): ("REQUEST", 2),
    }
    assert bob in scene.at_desk().get(f"{scene.desk}/{workshop.id}").words
    assert bob in browser.get(f"{address}/calendar.ics").text.lower()
    with sessions.read() as session:
        to_bob = session.scalars(select(Message).where(Message.recipient == bob)).all()
    assert [row.interest_id for row in to_bob] == [None, None]  # no way into the private page
    assert all(row.why.startswith(f"You get this because {holder.organisation}") for row in to_bob)


def test_the_one_who_comes_hears_of_changes_and_calling_off(
    scene: Scene, sessions: Sessions
) -> None:
    workshop, (browser, holder) = scene.workshop(), scene.supplier()
    browser.submit(f"{scene.my}/{workshop.id}/book")
    browser.submit(f"{scene.my}/{workshop.id}/attendee", BOB)
    desk = scene.at_desk()
    desk.submit(f"{scene.desk}/{workshop.id}/edit", {"starts": "1pm"})
    found = told(sessions)
    assert found["workshop-changed", holder.email] is None
    assert found["workshop-changed", BOB["email"].lower()] == ("REQUEST", 3)
    desk.submit(f"{scene.desk}/{workshop.id}/cancel", {"because": "Snow."})
    found = told(sessions)
    assert found["workshop-cancelled", BOB["email"].lower()] == ("CANCEL", 4)
    page = browser.submit(f"{scene.my}/{workshop.id}/attendee", {"name": "Cy"}, status=422)
    assert "cancelled" in page.words


def test_back_to_whoever_booked_and_not_for_ever(
    scene: Scene, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop, (browser, holder) = scene.workshop(), scene.supplier()
    address = f"{scene.my}/{workshop.id}"
    browser.submit(f"{address}/book")
    browser.submit(f"{address}/attendee", BOB)
    browser.submit(f"{address}/attendee", {"name": holder.name, "email": holder.email})
    found = told(sessions)
    assert found["place-named", holder.email] == ("REQUEST", 3)
    assert found["place-passed-on", BOB["email"].lower()] == ("CANCEL", 3)
    monkeypatch.setattr(naming, "MOST", 1)
    assert "ten times" in browser.submit(f"{address}/attendee", BOB, status=422).words
    browser.submit(f"{address}/leave")
    with sessions.write() as session:
        place = session.scalars(select(Place)).one()
        with pytest.raises(service.NoPlace):
            service.name_attendee(session, place, name="Cy", email="cy@x.example", at=NOW)
