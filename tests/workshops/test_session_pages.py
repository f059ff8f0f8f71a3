"""Pages of workshops with several sessions, and of sessions in person and online."""

import pytest
from flask import Flask

from engage.kernel.db import Sessions
from tests.workshops.test_pages import GOOD, SECRET, Scene

ANOTHER = {"day-day": "17", "day-month": "3", "day-year": "2026"}


@pytest.fixture
def scene(app: Flask, sessions: Sessions) -> Scene:
    return Scene(app, sessions)


def test_an_officer_adds_a_session_and_calls_all_off(scene: Scene) -> None:
    desk, (browser, _) = scene.at_desk(), scene.supplier()
    desk.submit(f"{scene.desk}/new", GOOD)
    first = scene.one()
    form = desk.get(f"{scene.desk}/{first.id}/another").forms[-1].values
    assert (form["starts"], form["venue"]) == ("2pm", "Town Hall") and "title" not in form
    page = desk.submit(f"{scene.desk}/{first.id}/another", ANOTHER | {"day-month": "2"}, status=422)
    assert "must start in the future" in page.words
    desk.submit(f"{scene.desk}/{first.id}/another", ANOTHER)
    words = desk.follow().words
    assert "Session added" in words and "Other sessions of this workshop" in words
    assert "This workshop has 2 sessions" in desk.get(f"{scene.desk}/{first.id}/edit").words
    browser.post(f"{scene.my}/{first.id}/book")
    cancel = f"{scene.desk}/{first.id}/cancel"
    assert "1 person for this session, 1 person for all sessions to come" in desk.get(cancel).words
    desk.submit(cancel, {"because": "Heavy snow.", "which": "all"})
    assert "1 person will get an e-mail" in desk.follow().words
    assert desk.get(scene.desk).words.count("Cancelled") == 2


def test_a_supplier_chooses_how_to_come(scene: Scene) -> None:
    both = scene.workshop(in_person=1, online=2, joining_link=SECRET)
    (first, _), (second, _) = scene.supplier(), scene.supplier()
    room = f"/my/challenges/{scene.challenge.reference}"
    words = first.get(room).words
    assert "1 of 1 places in person left, 2 of 2 places online left" in words
    assert "Book a place in person" in words and "Book a place online" in words
    book = f"{scene.my}/{both.id}/book"
    assert "1 place left" in first.get(book).words
    assert "Select how you will come" in first.submit(book, status=422).words
    assert "Select one of the choices" in first.submit(book, {"mode": "x"}, status=422).words
    first.submit(book, {"mode": "in_person"})
    assert "You come in person" in first.get(room).words
    assert "Join the waiting list to come in person" in second.get(room).words
    second.submit(book, {"mode": "in_person"})
    assert "number 1 on the list for a place in person" in second.get(room).words
    words = scene.at_desk().get(f"{scene.desk}/{both.id}").words
    assert "1 of 1 taken in person; 0 of 2 taken online; 1 waiting" in words
    assert "Waiting, number 1 (in person)" in words
