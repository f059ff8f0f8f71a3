"""Questions may change until suppliers can read them; after that they may only be added."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import case, delete, select, update
from sqlalchemy.orm import Session

from engage.kernel.errors import Refusal
from engage.kernel.events import RecordedEvent
from engage.responses import queries, service
from engage.responses.models import Prompt
from engage.responses.queries.own import Own
from engage.responses.service.questionnaire import MOST_PROMPTS
from engage.responses.service.wording import BadPrompt
from tests.factories import (
    NOW,
    a_challenge,
    a_closed_challenge,
    a_draft_response,
    a_prompt,
    an_interest,
    an_open_challenge,
)
from tests.services import Clock

ASKED: dict[str, Any] = {
    "text": "What would you try?",
    "help": "In a few words.",
    "word_limit": 200,
    "required": True,
    "purpose": "a",
}


def texts(session: Session, challenge_id: Any) -> list[str]:
    return [prompt.text for prompt in queries.prompts(session, challenge_id)]


def names(session: Session) -> list[str]:
    return list(session.scalars(select(RecordedEvent.name).order_by(RecordedEvent.id)))


def test_questions_are_added_at_the_end(session: Session) -> None:
    challenge = a_challenge(session)
    for text in ("First?", "Second?"):
        service.add_prompt(session, challenge, **(ASKED | {"text": text}), by=None, at=NOW)
    assert texts(session, challenge.id) == ["First?", "Second?"]
    assert names(session).count("prompt.added") == 2


def test_a_change_says_which_fields(session: Session) -> None:
    challenge = a_challenge(session)
    prompt = service.add_prompt(session, challenge, **ASKED, by=None, at=NOW)
    service.change_prompt(session, prompt, **(ASKED | {"word_limit": 50}), by=None, at=NOW)
    service.change_prompt(session, prompt, **(ASKED | {"word_limit": 50}), by=None, at=NOW)
    facts = session.scalars(select(RecordedEvent).where(RecordedEvent.name == "prompt.changed"))
    assert [fact.payload for fact in facts] == [{"fields": ["word_limit"]}]


@pytest.mark.parametrize(
    "place, up, order", [(1, True, "BAC"), (1, False, "ACB"), (0, True, "ABC"), (2, False, "ABC")]
)
def test_moving(session: Session, place: int, up: bool, order: str) -> None:
    challenge = a_challenge(session)
    prompts = [a_prompt(session, challenge, text=letter) for letter in "ABC"]
    service.move_prompt(session, prompts[place], up=up, by=None, at=NOW)
    assert "".join(texts(session, challenge.id)) == order


def test_a_button_pressed_twice_adds_one_question(session: Session) -> None:
    challenge = a_challenge(session)
    first, second = (
        service.add_prompt(session, challenge, **ASKED, by=None, at=NOW) for _ in range(2)
    )
    assert first is second


def test_removing(session: Session) -> None:
    challenge = a_challenge(session)
    first, _ = a_prompt(session, challenge, text="A"), a_prompt(session, challenge, text="B")
    service.remove_prompt(session, first, by=None, at=NOW)
    assert texts(session, challenge.id) == ["B"]
    assert "prompt.removed" in names(session)


@pytest.mark.parametrize("begun", [False, True])
def test_an_open_challenge_only_takes_more_questions(session: Session, begun: bool) -> None:
    challenge = an_open_challenge(session)
    if begun:
        a_draft_response(session, an_interest(session, challenge))
    prompt = service.add_prompt(session, challenge, **ASKED, by=None, at=NOW)
    attempts: list[Callable[[], object]] = [
        lambda: service.change_prompt(session, prompt, **ASKED, by=None, at=NOW),
        lambda: service.move_prompt(session, prompt, up=True, by=None, at=NOW),
        lambda: service.remove_prompt(session, prompt, by=None, at=NOW),
    ]
    for attempt in attempts:
        with pytest.raises(service.Frozen, match="You can add a question"):
            attempt()


def test_a_sent_response_counts_without_the_new_answer(session: Session) -> None:
    challenge = an_open_challenge(session)
    prompt = a_prompt(session, challenge)
    holder = an_interest(session, challenge)
    response = service.start(session, holder, at=NOW)
    service.save_answers(session, response, {prompt.id: "So."}, at=NOW)
    sent = service.submit(session, service.hold(session, response), by=None, at=NOW)
    service.add_prompt(session, challenge, **ASKED, by=None, at=NOW)
    sheet = queries.sheet(session, Own(holder, response))
    assert sheet.is_sent and len(sheet.prompts) == 2
    told = service.content(sent, challenge.reference, sheet.prompts)
    assert hashlib.sha256(told).hexdigest() == sent.sha256


def test_nothing_changes_after_the_end(session: Session) -> None:
    challenge = a_closed_challenge(session)
    with pytest.raises(service.Frozen, match="over"):
        service.add_prompt(session, challenge, **ASKED, by=None, at=NOW)


@pytest.mark.parametrize(
    "wrong", [{"text": "  "}, {"word_limit": 0}, {"word_limit": 1501}, {"purpose": "z"}]
)
def test_a_question_that_will_not_do(session: Session, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadPrompt):
        service.add_prompt(session, a_challenge(session), **(ASKED | wrong), by=None, at=NOW)


def test_there_is_an_end_to_questions(session: Session) -> None:
    challenge = a_challenge(session)
    for _ in range(MOST_PROMPTS):
        a_prompt(session, challenge)
    with pytest.raises(Refusal, match="at the most"):
        service.add_prompt(session, challenge, **ASKED, by=None, at=NOW)


def test_the_effort(session: Session, clock: Clock) -> None:
    challenge = a_challenge(session)
    for limit in (100, 205):
        a_prompt(session, challenge, word_limit=limit)
    length = queries.length(queries.prompts(session, challenge.id))
    assert (length.questions, length.words, length.minutes) == (2, 305, 31)


def test_a_question_that_a_colleague_removed_meanwhile(session: Session) -> None:
    challenge = a_challenge(session)
    gone, stays = a_prompt(session, challenge), a_prompt(session, challenge)
    session.execute(
        delete(Prompt).where(Prompt.id == gone.id),
        execution_options={"synchronize_session": False},
    )
    told = ASKED
    verbs: list[Callable[[], object]] = [
        lambda: service.change_prompt(session, gone, **told, by=None, at=NOW),
        lambda: service.move_prompt(session, gone, up=True, by=None, at=NOW),
        lambda: service.remove_prompt(session, gone, by=None, at=NOW),
    ]
    for verb in verbs:
        with pytest.raises(Refusal, match="removed this question"):
            verb()
    service.move_prompt(session, stays, up=True, by=None, at=NOW)


def test_moving_starts_from_the_order_of_now(session: Session) -> None:
    """A colleague moved the questions since this page's were read."""
    challenge = a_challenge(session)
    one, two = (a_prompt(session, challenge, position=number) for number in (1, 2))
    swapped = case((Prompt.id == one.id, 2), else_=1)
    session.execute(
        update(Prompt).where(Prompt.challenge_id == challenge.id).values(position=swapped),
        execution_options={"synchronize_session": False},
    )
    service.move_prompt(session, one, up=True, by=None, at=NOW)
    order = select(Prompt.id).where(Prompt.challenge_id == challenge.id).order_by(Prompt.position)
    assert session.scalars(order).all() == [one.id, two.id]
