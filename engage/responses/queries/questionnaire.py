"""Reads of a questionnaire."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from engage.accounts.actor import Actor
from engage.challenges import queries as challenges
from engage.challenges.models import Challenge
from engage.kernel.text import word_count
from engage.responses.effort import Effort, effort
from engage.responses.kinds import IN_WORDS, minutes
from engage.responses.models import Prompt

STATEMENT = (
    *("need", "who", "evidence", "today", "cost", "tried", "outcomes", "success", "limits"),
    *("inclusion", "lots", "process"),
)


@dataclass(frozen=True)
class Length:
    """What a questionnaire asks of a small business."""

    questions: int
    words: int  # at most
    minutes: int  # about


def prompts(session: Session, challenge_id: UUID, *, fresh: bool = False) -> Sequence[Prompt]:
    """The questions in their order; ``fresh`` reads again those that were read before."""
    wanted = (
        select(Prompt)
        .options(lazyload(Prompt.challenge))
        .where(Prompt.challenge_id == challenge_id)
        .order_by(Prompt.position, Prompt.id)
    )
    return session.scalars(wanted.execution_options(populate_existing=fresh)).all()


def prompt_for_desk(session: Session, actor: Actor, ref: str, prompt_id: UUID) -> Prompt | None:
    """A question of a challenge that the actor sees at the desk."""
    challenge = challenges.for_desk(session, actor, ref)
    if challenge is None:
        return None
    wanted = select(Prompt).where(Prompt.id == prompt_id, Prompt.challenge_id == challenge.id)
    return session.scalars(wanted).one_or_none()


def length(questions: Sequence[Prompt]) -> Length:
    words = sum(prompt.word_limit for prompt in questions if prompt.kind in IN_WORDS)
    return Length(len(questions), words, sum(map(minutes, questions)))


def effort_of(challenge: Challenge, questions: Sequence[Prompt]) -> Effort:
    """What taking part asks of one supplier: the statement to read, the questions to answer."""
    to_read = sum(word_count(getattr(challenge, name)) for name in STATEMENT)
    to_read += sum(word_count(f"{each.text} {each.help}") for each in questions)
    return effort(to_read, list(map(minutes, questions)), challenge.value)
