"""Set the questions of a draft; once suppliers read them, only add to them until the end.

What is allowed depends on the stage and the clock alone: if it depended on whether somebody had
begun to answer, officers would learn that before the end.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import UNPUBLISHED
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.challenges.reference import PURPOSES
from engage.kernel.errors import ChangedMeanwhile, Refusal
from engage.kernel.events import about, record
from engage.kernel.ordering import moved
from engage.kernel.versions import fingerprint_of, require_seen
from engage.responses import queries
from engage.responses.events import PromptAdded, PromptChanged, PromptMoved, PromptRemoved
from engage.responses.models import Answer, Prompt

MOST_PROMPTS = 50
MOST_WORDS = 1_500
FIELDS = ("text", "help", "word_limit", "required", "purpose")


class Frozen(Refusal):
    """The questions may no longer change."""


class Gone(Refusal):
    """Somebody else removed it."""


class Answered(Refusal):
    """An answer would lose its question."""


class BadPrompt(Refusal):
    """The question will not do as it is."""


def why_frozen(challenge: Challenge, at: datetime) -> str:
    """Why the questions cannot change now, as sentences; empty while they can."""
    if challenge.retrospective:
        return "This is a record of an engagement that is over, so nobody answers questions."
    if challenge.stage in UNPUBLISHED:
        return ""
    if not challenge.takes_part(at):
        return "The engagement is over, so the questions stay as suppliers answered them."
    return (
        "Suppliers can read these questions, so they stay as they are. You can add a question "
        "until the engagement ends. A response that is sent already counts without the new answer."
    )


def worded(prompt: Prompt) -> dict[str, Any]:
    """What a question says, and how it is to be answered."""
    return {name: getattr(prompt, name) for name in FIELDS}


def may_add(challenge: Challenge, at: datetime) -> bool:
    """Whether another question may follow those that are there."""
    is_draft = challenge.stage in UNPUBLISHED and not challenge.retrospective
    return is_draft or challenge.takes_part(at)


def add_prompt(
    session: Session,
    challenge: Challenge,
    *,
    text: str,
    help: str = "",
    word_limit: int,
    required: bool,
    purpose: str,
    by: UUID | None,
    at: datetime,
) -> Prompt:
    """Put a question at the end of the questionnaire; in the same words again, it is the same."""
    _require_open_to_more(session, challenge, at)
    _check(text, word_limit, purpose)
    asked = select(Prompt).where(Prompt.challenge_id == challenge.id, Prompt.text == text)
    if same := session.scalars(asked.limit(1)).one_or_none():
        return same
    prompt = Prompt(
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        position=_next_position(session, challenge),
        **dict(zip(FIELDS, (text, help, word_limit, required, purpose), strict=True)),
    )
    session.add(prompt)
    session.flush()
    record(session, PromptAdded(**about(prompt)), by=by, at=at)
    return prompt


def change_prompt(
    session: Session,
    prompt: Prompt,
    *,
    text: str,
    help: str = "",
    word_limit: int,
    required: bool,
    purpose: str,
    by: UUID | None,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Word a question anew; nothing is recorded when nothing changed."""
    saved = _hold(session, prompt, at)
    _check(text, word_limit, purpose)
    told = dict(zip(FIELDS, (text, help, word_limit, required, purpose), strict=True))
    changed = tuple(name for name in FIELDS if saved[name] != told[name])
    if not changed:
        return
    require_seen(seen, saved)
    for name in changed:
        setattr(prompt, name, told[name])
    session.flush()
    record(session, PromptChanged(fields=changed, **about(prompt)), by=by, at=at)


def move_prompt(
    session: Session, prompt: Prompt, *, up: bool, by: UUID | None, at: datetime
) -> None:
    """Change places with the question before or after; at the end of the list, do nothing."""
    every = _changeable(session, prompt, at)
    if moved(every, prompt, up=up):
        session.flush()
        record(session, PromptMoved(up=up, **about(prompt)), by=by, at=at)


def remove_prompt(
    session: Session, prompt: Prompt, *, by: UUID | None, at: datetime, seen: str | None = None
) -> None:
    """Take a question out; nobody outside has read it yet."""
    saved = _hold(session, prompt, at)
    if seen not in (None, fingerprint_of(saved)):
        raise ChangedMeanwhile(
            fingerprint_of(saved),
            saved,
            "This question was changed after you opened this page. Read it again below, "
            "then remove it if that is still right.",
        )
    _require_unanswered(session, prompt)
    record(session, PromptRemoved(**about(prompt)), by=by, at=at)
    session.delete(prompt)
    session.flush()


def _require_open_to_more(session: Session, challenge: Challenge, at: datetime) -> None:
    locked(session, challenge)
    if not may_add(challenge, at):
        raise Frozen(why_frozen(challenge, at))


def _changeable(session: Session, prompt: Prompt, at: datetime) -> list[Prompt]:
    """The questions in their order, as they are now, while nobody else can change them.

    Whoever publishes waits for this lock, and so publishes the questions as they are then.
    """
    locked(session, prompt.challenge)
    if reason := why_frozen(prompt.challenge, at):
        raise Frozen(reason)
    every = list(queries.prompts(session, prompt.challenge_id, fresh=True))
    if prompt not in every:
        raise Gone(
            "Somebody removed this question after you opened it. "
            "Copy what you typed, then add it as a new question."
        )
    return every


def _hold(session: Session, prompt: Prompt, at: datetime) -> dict[str, Any]:
    """Lock the questionnaire; what this question says now."""
    _changeable(session, prompt, at)
    return worded(prompt)


def _require_unanswered(session: Session, prompt: Prompt) -> None:
    """Answers are kept as evidence, even drafts of a time when suppliers could read it."""
    if session.scalar(select(exists().where(Answer.prompt_id == prompt.id))):
        raise Answered(
            "Suppliers have begun to answer this question, and answers are kept, so it cannot be "
            "removed. Change its words instead, or add a question that says the old one no longer "
            "matters."
        )


def _next_position(session: Session, challenge: Challenge) -> int:
    mine = Prompt.challenge_id == challenge.id
    number, last = session.execute(
        select(func.count(), func.max(Prompt.position)).where(mine)
    ).one()
    if number >= MOST_PROMPTS:
        raise BadPrompt(
            f"A questionnaire has {MOST_PROMPTS} questions at the most. Remove one first."
        )
    return int(last or 0) + 1


def _check(text: str, word_limit: int, purpose: str) -> None:
    if not text.strip():
        raise BadPrompt("Enter the question.")
    if not 1 <= word_limit <= MOST_WORDS:
        raise BadPrompt(f"The word limit must be between 1 and {MOST_WORDS:,}.")
    if purpose and purpose not in PURPOSES:
        raise BadPrompt("Select one of the purposes in the list.")
