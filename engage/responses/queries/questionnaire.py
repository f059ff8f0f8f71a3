"""Reads of a questionnaire."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from engage.accounts.actor import Actor
from engage.challenges import queries as challenges
from engage.responses.models import Prompt

WORDS_A_MINUTE = 10  # of a considered answer, thinking included


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
    words = sum(prompt.word_limit for prompt in questions)
    return Length(len(questions), words, -(-words // WORDS_A_MINUTE))
