"""The end is near: who hears of it, when, and how often."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from engage.challenges.models import Challenge
from engage.challenges.service import extend
from engage.interest.models import State
from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.notifications.models import Message, Preference
from engage.notifications.service.reminding import remind_of_ends
from engage.responses.models import Answer
from engage.responses.models import State as ResponseState
from engage.subscriptions import SUBSCRIPTIONS
from tests.factories import (
    NOW,
    a_draft_response,
    a_prompt,
    a_submitted_response,
    an_interest,
    an_officer,
    an_open_challenge,
)
from tests.interest.inviting import an_invited
from tests.services import Clock

ENDS = NOW + timedelta(days=30)
LADDER = ("closing-soon", "response-not-sent", "supplier-reminded")


@pytest.fixture
def challenge(sessions: Sessions) -> Challenge:
    """Somebody of each sort: drafting, opened a page, done, silent, not confirmed; invited."""
    with sessions.write() as session:
        challenge = an_open_challenge(
            session, engagement_ends=ENDS, published_at=NOW, listed_at=NOW
        )
        part = {
            name: an_interest(session, challenge, email=f"{name}@example.org")
            for name in ("drafting", "opened", "done", "silent", "took-back")
        }
        prompt = a_prompt(session, challenge)
        an_interest(session, challenge, email="pending@example.org", state=State.PENDING)
        for name, text in ("drafting", "We would try letters."), ("opened", ""):
            begun = a_draft_response(session, part[name])
            session.add(Answer(response_id=begun.id, prompt_id=prompt.id, text=text))
        a_submitted_response(session, part["done"])
        a_draft_response(session, part["took-back"], state=ResponseState.WITHDRAWN)
        an_invited(session, challenge, email="invited@example.org")
    return challenge


def at_step(sessions: Sessions, clock: Clock, moment: datetime) -> int:
    clock.set(moment)
    found = remind_of_ends(sessions)
    outbox.drain(sessions, SUBSCRIPTIONS)
    outbox.drain(sessions, SUBSCRIPTIONS)
    return found


def told(sessions: Sessions) -> list[tuple[str, str]]:
    with sessions.read() as session:
        wanted = select(Message.recipient, Message.template)
        rows = session.execute(wanted.where(Message.template.in_(LADDER)))
        return sorted((row.recipient.partition("@")[0], row.template) for row in rows)


def test_the_ladder(sessions: Sessions, clock: Clock, challenge: Challenge) -> None:
    assert at_step(sessions, clock, ENDS - timedelta(days=5, seconds=1)) == 0
    assert at_step(sessions, clock, ENDS - timedelta(days=5)) == 1
    first = [
        ("drafting", "response-not-sent"),
        ("invited", "supplier-reminded"),
        ("opened", "closing-soon"),
        ("silent", "closing-soon"),
    ]
    assert told(sessions) == first
    assert at_step(sessions, clock, ENDS - timedelta(days=2)) == 0
    assert at_step(sessions, clock, ENDS - timedelta(days=1)) == 1
    assert told(sessions) == sorted([*first, ("drafting", "response-not-sent")])
    assert at_step(sessions, clock, ENDS + timedelta(days=1)) == 0


def test_after_an_outage_the_step_that_counts_now_is_taken(
    sessions: Sessions, clock: Clock, challenge: Challenge
) -> None:
    assert at_step(sessions, clock, ENDS - timedelta(hours=3)) == 1
    assert told(sessions) == [("drafting", "response-not-sent")]


def test_an_end_moved_later_begins_anew(
    sessions: Sessions, clock: Clock, challenge: Challenge
) -> None:
    at_step(sessions, clock, ENDS - timedelta(days=5))
    later = ENDS + timedelta(days=10)
    with sessions.write() as session:
        mine = session.merge(challenge)
        by = an_officer(session, mine.authority).id
        extend(session, mine, ends=later, by=by, at=clock.now)
    assert at_step(sessions, clock, ENDS - timedelta(days=1)) == 0
    assert at_step(sessions, clock, later - timedelta(days=5)) == 1
    assert told(sessions).count(("drafting", "response-not-sent")) == 2


def test_an_end_set_after_its_step_reminds_nobody(
    sessions: Sessions, clock: Clock, challenge: Challenge
) -> None:
    """They heard of the new end just now."""
    clock.set(ENDS - timedelta(hours=30))
    with sessions.write() as session:
        mine = session.merge(challenge)
        by = an_officer(session, mine.authority).id
        extend(session, mine, ends=ENDS + timedelta(days=2), by=by, at=clock.now)
    at_step(sessions, clock, ENDS - timedelta(hours=29))
    assert told(sessions) == []


def test_an_end_moved_before_the_mails_are_owed_sends_none(
    sessions: Sessions, clock: Clock, challenge: Challenge
) -> None:
    clock.set(ENDS - timedelta(days=5))
    assert remind_of_ends(sessions) == 1
    with sessions.write() as session:
        session.merge(challenge).engagement_ends = ENDS + timedelta(days=10)
    outbox.drain(sessions, SUBSCRIPTIONS)
    assert told(sessions) == []


def test_reminders_can_be_turned_off(
    sessions: Sessions, clock: Clock, challenge: Challenge
) -> None:
    with sessions.write() as session:
        muted = ["invitations"]
        session.add(Preference(email="invited@example.org", muted=muted, updated_at=NOW))
    at_step(sessions, clock, ENDS - timedelta(days=5))
    assert ("invited", "supplier-reminded") not in told(sessions)


@pytest.mark.slow
def test_two_at_once_record_it_once(fresh_sessions: Sessions, clock: Clock) -> None:
    with fresh_sessions.write() as session:
        for _ in range(5):
            an_open_challenge(session, engagement_ends=ENDS, published_at=NOW, listed_at=NOW)
    clock.set(ENDS - timedelta(days=5))
    both = [threading.Thread(target=remind_of_ends, args=(fresh_sessions,)) for _ in range(4)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    with fresh_sessions.read() as session:
        wanted = select(func.count()).where(RecordedEvent.name == "challenge.closing_soon")
        assert session.scalar(wanted) == 5
