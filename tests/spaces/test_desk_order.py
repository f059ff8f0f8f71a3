"""The desk begins with what waits for somebody."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from engage.accounts.models import Role
from engage.challenges.lifecycle import Stage
from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_challenge,
    a_council,
    a_person,
    a_prompt,
    a_sitting,
    an_open_challenge,
    sign_in,
)


def test_drafts_with_a_past_end_and_calm_work_come_after_what_is_urgent(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        a_challenge(session, council, title="Old draft", engagement_ends=NOW - timedelta(days=9))
        calm = an_open_challenge(session, council, title="Calm one")
        a_prompt(session, calm)
        a_sitting(session, calm)
        later = NOW + timedelta(days=90)
        an_open_challenge(session, council, title="Urgent one", engagement_ends=later)
        officer = a_person(session, Role.OFFICER, at=council)
    sign_in(client, sessions, officer)

    words = Browser(client).get("/desk").words

    places = [words.index(title) for title in ("Urgent one", "Old draft", "Calm one")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("role", "title"),
    [
        (Role.OFFICER, "What needs you today"),
        (Role.AUDITOR, "What is going on"),
        (Role.COUNCIL_ADMIN, "What is going on"),
    ],
)
def test_readers_are_asked_for_nothing(
    client: FlaskClient, sessions: Sessions, role: Role, title: str
) -> None:
    with sessions.write() as session:
        person = a_person(session, role)
    sign_in(client, sessions, person)

    assert title in Browser(client).get("/desk").words


def test_what_the_clock_does_is_no_button_to_press(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        soon = NOW + timedelta(days=2)
        waits = a_challenge(session, council, stage=Stage.APPROVED, publish_at=soon)
        waits.engagement_ends = NOW + timedelta(days=30)
        officer = a_person(session, Role.OFFICER, at=council)
    sign_in(client, sessions, officer)

    words = Browser(client).get(f"/desk/challenges/{waits.reference}").words

    assert words.count("It is published by the clock") == 1
    assert "Look at it" in words
