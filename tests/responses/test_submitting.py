"""Saving, sending, replacing and taking back, to the very instant of the end."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.service import EngagementOver
from engage.interest.models import Interest
from engage.kernel.errors import ChangedMeanwhile, Refusal
from engage.kernel.events import RecordedEvent
from engage.responses import queries, service
from engage.responses.models import Prompt, Response, State, Submission
from engage.responses.queries import Own
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_draft_response,
    a_prompt,
    an_interest,
    an_open_challenge,
)

MICROSECOND = timedelta(microseconds=1)
ENDS = NOW + timedelta(days=2)


class Case:
    """One supplier of one open challenge with two questions, the second optional."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.challenge: Challenge = an_open_challenge(session, engagement_ends=ENDS)
        self.first: Prompt = a_prompt(session, self.challenge, text="How?", word_limit=5)
        self.second: Prompt = a_prompt(session, self.challenge, text="When?", required=False)
        self.holder: Interest = an_interest(session, self.challenge)

    def start(self, at: datetime = NOW) -> Response:
        return service.start(self.session, self.holder, at=at)

    def save(self, text: str, at: datetime = NOW, **about: Any) -> Response:
        response = self.start(at)
        service.save_answers(self.session, response, {self.first.id: text}, at=at, **about)
        return response

    def submit(self, response: Response, at: datetime = NOW) -> Submission:
        response = service.hold(self.session, response)
        return service.submit(self.session, response, by=self.holder.id, at=at)

    def withdraw(self, response: Response, at: datetime = NOW) -> None:
        held = service.hold(self.session, response)
        service.withdraw(self.session, held, by=self.holder.id, at=at)


@pytest.fixture
def case(session: Session) -> Case:
    return Case(session)


def number_of_submissions(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Submission)) or 0


def test_beginning_twice_gives_one_response(case: Case) -> None:
    assert case.start() is case.start()


def test_a_draft_is_kept_over_its_limit_but_not_sent(case: Case) -> None:
    response = case.save("one two three four five six")
    with pytest.raises(service.NotReady) as refusal:
        case.submit(response)
    assert [problem.prompt for problem in refusal.value.problems] == [case.first]
    assert "6 words" in refusal.value.problems[0].sentence


def test_a_required_answer_is_asked_for(case: Case) -> None:
    with pytest.raises(service.NotReady) as refusal:
        case.submit(case.start())
    assert [problem.sentence for problem in refusal.value.problems] == ["Answer question 1"]


def test_a_receipt_can_be_checked(case: Case) -> None:
    sent = case.submit(case.save("Fix the roofs."))
    assert sent.receipt.startswith(f"{case.challenge.reference}-")
    told = service.content(sent, case.challenge.reference, [case.first, case.second])
    assert hashlib.sha256(told).hexdigest() == sent.sha256
    assert json.loads(told)["answers"][0] == {"question": "How?", "answer": "Fix the roofs."}
    assert sent.words == 3


def test_the_same_content_is_the_same_submission(case: Case) -> None:
    first = case.submit(case.save("Fix the roofs."))
    assert case.submit(case.start(), NOW + timedelta(seconds=1)) is first
    assert number_of_submissions(case.session) == 1


def test_a_better_one_replaces_it(case: Case) -> None:
    first = case.submit(case.save("Fix the roofs."))
    later = NOW + timedelta(hours=1)
    second = case.submit(case.save("Fix the walls.", later), later)
    assert (first.replaced_at, second.replaced_at, second.number) == (later, None, 2)
    assert first.answers == {str(case.first.id): "Fix the roofs."}  # for ever as it was sent
    assert first.receipt != second.receipt


def test_taking_it_back_and_sending_again(case: Case) -> None:
    response = case.save("Fix the roofs.")
    sent = case.submit(response)
    case.withdraw(response)
    assert (sent.replaced_at, response.state) == (NOW, State.WITHDRAWN)
    with pytest.raises(service.NothingSent):
        case.withdraw(response)
    again = case.submit(response)
    assert (again.number, response.state) == (2, State.SUBMITTED)


def test_facts_say_nothing_of_what_was_written(case: Case) -> None:
    response = case.save("Canary words.")
    sent = case.submit(response)
    case.withdraw(response)
    facts = case.session.scalars(
        select(RecordedEvent).where(RecordedEvent.name.startswith("response."))
    ).all()
    assert [(fact.name, fact.subject_id) for fact in facts] == [
        ("response.submitted", sent.id),
        ("response.withdrawn", response.id),
    ]
    for fact in facts:
        told = json.dumps(fact.payload)
        assert "Canary" not in told and case.holder.organisation not in told


@pytest.mark.parametrize(
    "moment, fits", [(-MICROSECOND, True), (0 * MICROSECOND, False), (MICROSECOND, False)]
)
def test_the_end_is_exact(case: Case, moment: timedelta, fits: bool) -> None:
    response = case.save("Fix the roofs.")
    at = ENDS + moment
    attempts: list[Callable[[], object]] = [
        lambda: case.start(at),
        lambda: case.save("Fix the walls.", at),
        lambda: case.submit(response, at),
        lambda: case.withdraw(response, at),
    ]
    for attempt in attempts:
        if fits:
            attempt()
        else:
            with pytest.raises(EngagementOver, match="ended"):
                attempt()


def test_a_closed_challenge_takes_nothing(session: Session) -> None:
    with pytest.raises(EngagementOver):
        service.start(session, an_interest(session, a_closed_challenge(session)), at=NOW)


def test_two_pages_do_not_overwrite_each_other(case: Case) -> None:
    opened = service.version_of("")
    case.save("Mine", page="one", seen={case.first.id: opened})
    case.save("Mine, longer", page="one", seen={case.first.id: opened})  # its own autosave
    with pytest.raises(ChangedMeanwhile) as refusal:
        case.save("Theirs", page="two", seen={case.first.id: opened})
    assert refusal.value.saved == {"text": "Mine, longer"}
    now = service.version_of("Mine, longer")
    response = case.save("Theirs", page="two", seen={case.first.id: now})
    sheet = queries.sheet(case.session, Own(case.holder, response))
    assert sheet.text(case.first) == "Theirs"


@pytest.mark.parametrize("text", ["bad \x00 byte", "x" * 20_001])
def test_text_that_cannot_be_kept(case: Case, text: str) -> None:
    with pytest.raises(Refusal):
        case.save(text)


def test_a_question_of_another_challenge(case: Case) -> None:
    foreign = a_prompt(case.session, an_open_challenge(case.session))
    with pytest.raises(service.UnknownPrompt):
        service.save_answers(case.session, case.start(), {foreign.id: "x"}, at=NOW)


def test_an_end_that_moved_before_the_lock_counts(session: Session) -> None:
    """Somebody else's change, committed after the page loaded the challenge."""
    challenge = an_open_challenge(session)
    response = a_draft_response(session, an_interest(session, challenge))
    later = NOW + timedelta(days=40)
    elsewhere = update(Challenge).where(Challenge.id == challenge.id)
    changed = elsewhere.values(stage=Stage.WITHDRAWN, engagement_ends=later)
    session.execute(changed.execution_options(synchronize_session=False))
    assert challenge.stage is Stage.OPEN
    service.hold(session, response)
    assert (challenge.stage, challenge.engagement_ends) == (Stage.WITHDRAWN, later)
