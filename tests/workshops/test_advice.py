"""The school run, by the clock in London in winter and in summer."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from engage.authorities.models import Authority
from engage.kernel.clock import LONDON
from engage.kernel.db import Sessions
from engage.workshops.advice import about_time
from tests.workshops.test_pages import GOOD, Scene

TIMES = [
    ("2026-03-16 09:30", "14:45", False),
    ("2026-03-16 09:29", "11:00", True),
    ("2026-03-16 13:00", "14:46", True),
    ("2026-03-16 16:00", "17:00", False),
    ("2026-03-16 07:00", "08:15", False),
    ("2026-07-14 14:00", "16:00", True),  # in summer time
    ("2026-07-14 15:30", "15:45", True),
    ("2026-03-14 09:00", "16:00", False),  # a Saturday
    ("2026-03-15 09:00", "16:00", False),
]


@pytest.mark.parametrize(("starts", "ends", "advised"), TIMES)
def test_the_school_run_is_pointed_out(starts: str, ends: str, advised: bool) -> None:
    first = datetime.fromisoformat(starts).replace(tzinfo=LONDON)
    last = datetime.fromisoformat(f"{starts[:10]} {ends}").replace(tzinfo=LONDON)
    assert bool(about_time(first, last)) is advised
    assert about_time(first, first + timedelta(days=2)) == ""


def test_the_officer_reads_it_beside_the_form(app: Flask, sessions: Sessions) -> None:
    scene = Scene(app, sessions)
    desk, words = scene.at_desk(), "Part of this time is the school run"
    new = desk.get(f"{scene.desk}/new")
    assert words not in new.words and "Check the term dates." in new.words
    with sessions.write() as session:
        council = session.get_one(Authority, scene.challenge.authority_id)
        council.term_dates = "https://marlbury.example/terms"
    assert council.term_dates in desk.get(f"{scene.desk}/new").links()
    assert words in desk.submit(f"{scene.desk}/new", GOOD | {"venue": ""}, status=422).words
    desk.submit(f"{scene.desk}/new", GOOD)
    assert words in desk.follow().words
    edit = f"{scene.desk}/{scene.one().id}/edit"
    assert words in desk.get(edit).words
    desk.submit(edit, {"starts": "10am", "ends": "12:30pm"})
    assert words not in desk.follow().words and words not in desk.get(edit).words


def test_how_to_get_in_without_steps_is_asked_for_and_told(app: Flask, sessions: Sessions) -> None:
    scene = Scene(app, sessions)
    desk, words = scene.at_desk(), "Say how to get in without steps"
    there = {"step_free": "A ramp at the side.", "travel": "Bus 4 stops outside."}
    desk.submit(f"{scene.desk}/new", GOOD)
    assert words in desk.follow().words
    edit = f"{scene.desk}/{scene.one().id}/edit"
    assert words in desk.get(edit).words
    desk.submit(edit, there)
    assert words not in desk.follow().words
    public = desk.get(f"/challenges/{scene.challenge.reference}").words
    assert all(said in public for said in there.values())
