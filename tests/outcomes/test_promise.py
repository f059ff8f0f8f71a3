"""Everybody who takes part hears by a day that everybody can read; and what was heard is drawn."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Role
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.findings.models import SentAnswer, Theme, ThemeAnswer
from engage.kernel.db import Sessions
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.opendata import shapes
from engage.opendata.queries import columns
from engage.outcomes import service
from engage.outcomes.models import OutcomeClock
from engage.outcomes.service.clockwork import outcomes_due
from engage.responses.models import Submission
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops.models import MaterialsClock
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_council,
    a_person,
    a_prompt,
    a_submitted_response,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
)
from tests.meetings import a_sitting
from tests.outcomes.stages import HEARD, Ended, ready
from tests.services import Clock

ENDS = NOW - timedelta(days=1)  # Sunday 1 March 2026: 20 working days later is Friday 27 March


def told(sessions: Sessions, template: str) -> list[str]:
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        wanted = select(Message.recipient).where(Message.template == template)
        return sorted(session.scalars(wanted))


def test_the_day_is_written_down_and_each_is_told_once(
    app: Flask, sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer = an_officer(session, council)
        admin = a_person(session, Role.COUNCIL_ADMIN, at=council)
        challenge = a_closed_challenge(session, council, engagement_ends=ENDS, lead_id=officer.id)
    page, path = Browser(app.test_client()), f"/challenges/{challenge.reference}"
    assert "by Friday 27 March 2026" in page.get(path).words
    assert (outcomes_due(sessions), outcomes_due(sessions)) == (1, 0)
    with sessions.write() as session:
        session.get_one(type(council), council.id).feedback_days = 60
    assert "by Friday 27 March 2026" in page.get(path).words, "a promise is kept as it was made"
    clock.set(NOW + timedelta(days=23))
    assert (outcomes_due(sessions), outcomes_due(sessions)) == (1, 0)
    assert told(sessions, "outcome-due") == [officer.email]
    clock.set(NOW + timedelta(days=26))
    assert (outcomes_due(sessions), outcomes_due(sessions)) == (1, 0)
    assert told(sessions, "outcome-overdue") == [admin.email]
    assert "It is late" in page.get(path).words


def test_nobody_is_told_of_what_is_published(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        challenge = a_closed_challenge(session, engagement_ends=ENDS)
    outcomes_due(sessions)
    with sessions.write() as session:
        session.get_one(Challenge, challenge.id).stage = Stage.CONCLUDED
    clock.set(NOW + timedelta(days=90))
    assert outcomes_due(sessions) == 0


def test_before_the_end_the_page_says_when_one_hears(app: Flask, sessions: Sessions) -> None:
    with sessions.write() as session:
        ends = NOW + timedelta(days=2)
        challenge = an_open_challenge(session, engagement_ends=ends)
    page = Browser(app.test_client()).get(f"/challenges/{challenge.reference}")
    assert "hears what came of it by Wednesday 1 April 2026" in page.words
    assert outcomes_due(sessions) == 0


def test_materials_that_are_owed_keep_it_open(sessions: Sessions) -> None:
    with sessions.write() as session:
        ended = ready(session)
        sitting = a_sitting(session, ended.challenge)
        clock = MaterialsClock(sitting_id=sitting.id, due_at=NOW, remind_at=NOW)
        session.add(clock)
        session.flush()
        with pytest.raises(service.Unready, match="notes of 1 session of a workshop"):
            service.release(session, ended.challenge, by=ended.officer.id, at=NOW)
        clock.settled_at = NOW
        session.flush()
        service.release(session, ended.challenge, by=ended.officer.id, at=NOW)


def _published(app: Flask, sessions: Sessions) -> Ended:
    """Three suppliers speak of gas, and one alone of a secret; the officer shows themes."""
    with sessions.write() as session:
        ended = ready(session, engagement_ends=NOW - timedelta(days=3))
        prompt = a_prompt(session, ended.challenge)
        place = {"challenge_id": ended.challenge.id, "authority_id": ended.council.id}
        named = [
            Theme(**place, name=name, kept=True, made_at=NOW) for name in ("Gas", "Brook's secret")
        ]
        session.add_all(named)
        session.flush()
        _speak(session, ended, prompt.id, [each.id for each in named])
    _release(app, sessions, ended)
    return ended


def _speak(session: Session, ended: Ended, prompt_id: UUID, themes: list[UUID]) -> None:
    """The first response is of the second theme."""
    more = an_interest(session, ended.challenge, organisation="Dale Works")
    for each in (ended.silent, more):
        a_submitted_response(session, each)
    wanted = select(Submission).where(Submission.challenge_id == ended.challenge.id)
    for number, sent in enumerate(session.scalars(wanted.order_by(Submission.id)).unique()):
        answer = SentAnswer(
            challenge_id=ended.challenge.id,
            prompt_id=prompt_id,
            submission_id=sent.id,
            interest_id=sent.response.interest_id,
            text="Gas.",
        )
        session.add(answer)
        session.flush()
        session.add(ThemeAnswer(theme_id=themes[number == 0], answer_id=answer.id))


def _release(app: Flask, sessions: Sessions, ended: Ended) -> None:
    """Through the pages, with the box about themes ticked."""
    client = app.test_client()
    sign_in(client, sessions, ended.officer)
    officer, root = Browser(client), f"/desk/challenges/{ended.challenge.reference}/outcome"
    officer.submit(root, to=f"{root}/prepare")
    officer.submit(f"{root}/feedback", to=f"{root}/feedback/approve")
    officer.submit(f"{root}/summary", {"themes_shown": "yes"})
    with sessions.write() as session:
        challenge = session.get_one(Challenge, ended.challenge.id)
        service.release(session, challenge, by=ended.officer.id, at=NOW)


def test_everybody_reads_numbers_and_themes_and_no_name(app: Flask, sessions: Sessions) -> None:
    ended = _published(app, sessions)
    page = Browser(app.test_client()).get(f"/challenges/{ended.challenge.reference}/outcome")
    assert HEARD in page.words
    assert "3 days after the engagement ended" in page.words
    for drawn in ("Suppliers who took part: 4", "Responses: 4", "Ideas on the shortlist: 1"):
        assert drawn in page.words
    assert "Gas: 3 suppliers" in page.words
    for secret in ("Brook", "Anvil", "Cedar", "Dale", "secret"):
        assert secret not in page.words
    with sessions.read() as session:
        [row] = session.execute(columns.outcomes()).all()
        assert shapes.outcome(row, base="")["daysToFeedback"] == 3
        councils = {each.slug: each for each in session.execute(columns.authorities())}
        told_of = shapes.authority(councils[ended.council.slug], base="")
    assert (told_of["outcomes"], told_of["meanDaysToFeedback"]) == (1, 3.0)


def test_before_it_is_published_there_is_no_such_page(app: Flask, sessions: Sessions) -> None:
    with sessions.write() as session:
        ended = ready(session)
        session.add(
            OutcomeClock(
                challenge_id=ended.challenge.id,
                authority_id=ended.council.id,
                due_at=NOW,
                remind_at=NOW,
            )
        )
    Browser(app.test_client()).get(f"/challenges/{ended.challenge.reference}/outcome", status=404)
