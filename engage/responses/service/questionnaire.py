"""Set the questions of a draft; once suppliers read them, only add to them until the end.

What is allowed depends on the stage and the clock alone: if it depended on whether somebody had
begun to answer, officers would learn that before the end.
"""

from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import UNPUBLISHED
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.errors import ChangedMeanwhile, Refusal
from engage.kernel.events import about, record
from engage.kernel.ordering import moved
from engage.kernel.versions import fingerprint_of, require_seen
from engage.responses import queries
from engage.responses.events import PromptAdded, PromptChanged, PromptMoved, PromptRemoved
from engage.responses.kinds import NO_FILES, Kind
from engage.responses.models import Answer, Prompt
from engage.responses.service.wording import (
    BadPrompt,
    Words,
    checked,
    require_still_holding,
    worded,
)

MOST_PROMPTS = 50


class Frozen(Refusal):
    """The questions may no longer change."""


class Gone(Refusal):
    """Somebody else removed it."""


class Answered(Refusal):
    """An answer would lose its question."""


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


def may_add(challenge: Challenge, at: datetime) -> bool:
    """Whether another question may follow those that are there."""
    is_draft = challenge.stage in UNPUBLISHED and not challenge.retrospective
    return is_draft or challenge.takes_part(at)


def add_prompt(
    session: Session,
    challenge: Challenge,
    *,
    by: UUID | None,
    at: datetime,
    **words: Unpack[Words],
) -> Prompt:
    """Put a question at the end of the questionnaire; in the same words again, it is the same."""
    _require_open_to_more(session, challenge, at)
    every = queries.prompts(session, challenge.id)
    told = checked(words, every)
    _require_sealable(challenge, told["kind"])
    if same := next((each for each in every if each.text == told["text"]), None):
        return same
    if len(every) >= MOST_PROMPTS:
        raise BadPrompt(
            f"A questionnaire has {MOST_PROMPTS} questions at the most. Remove one first."
        )
    prompt = Prompt(
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        position=every[-1].position + 1 if every else 1,
        **told,
    )
    session.add(prompt)
    session.flush()
    record(session, PromptAdded(**about(prompt)), by=by, at=at)
    return prompt


def change_prompt(
    session: Session,
    prompt: Prompt,
    *,
    by: UUID | None,
    at: datetime,
    seen: str | None = None,
    **words: Unpack[Words],
) -> None:
    """Word a question anew; nothing is recorded when nothing changed."""
    every = _changeable(session, prompt, at)
    saved = worded(prompt)
    told: dict[str, Any] = dict(checked(words, every[: every.index(prompt)]))
    _require_sealable(prompt.challenge, told["kind"])
    changed = tuple(name for name in saved if saved[name] != told[name])
    if not changed:
        return
    require_seen(seen, saved)
    for name in changed:
        setattr(prompt, name, told[name])
    require_still_holding(every)
    session.flush()
    record(session, PromptChanged(fields=changed, **about(prompt)), by=by, at=at)


def move_prompt(
    session: Session, prompt: Prompt, *, up: bool, by: UUID | None, at: datetime
) -> None:
    """Change places with the question before or after; at the end of the list, do nothing."""
    every = _changeable(session, prompt, at)
    if moved(every, prompt, up=up):
        require_still_holding(sorted(every, key=lambda each: each.position))
        session.flush()
        record(session, PromptMoved(up=up, **about(prompt)), by=by, at=at)


def remove_prompt(
    session: Session, prompt: Prompt, *, by: UUID | None, at: datetime, seen: str | None = None
) -> None:
    """Take a question out; nobody outside has read it yet."""
    every = _changeable(session, prompt, at)
    saved = worded(prompt)
    if seen not in (None, fingerprint_of(saved)):
        raise ChangedMeanwhile(
            fingerprint_of(saved),
            saved,
            "This question was changed after you opened this page. Read it again below, "
            "then remove it if that is still right.",
        )
    _require_unanswered(session, prompt)
    require_still_holding([each for each in every if each is not prompt])
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


def _require_unanswered(session: Session, prompt: Prompt) -> None:
    """Answers are kept as evidence, even drafts of a time when suppliers could read it."""
    if session.scalar(select(exists().where(Answer.prompt_id == prompt.id))):
        raise Answered(
            "Suppliers have begun to answer this question, and answers are kept, so it cannot be "
            "removed. Change its words instead, or add a question that says the old one no longer "
            "matters."
        )


def _require_sealable(challenge: Challenge, kind: Kind) -> None:
    """Raises BadPrompt for a file where what is sent is sealed with keys: it cannot hold one."""
    if challenge.is_sealed_with_keys and kind is Kind.FILE:
        raise BadPrompt(NO_FILES)
