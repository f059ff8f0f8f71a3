"""Reads for taking marks away."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.challenges.models import Challenge
from engage.findings.models import Remark, SentAnswer
from engage.responses import queries as responses


@dataclass(frozen=True)
class OnAnswer:
    """A remark this person sees, and the challenge it is about."""

    challenge: Challenge
    remark: Remark


def remark(session: Session, actor: Actor, ref: str, remark_id: UUID) -> OnAnswer | None:
    """A remark of the actor, or a shared one; another's private one is not there."""
    challenge = responses.unsealed(session, actor, ref)
    if challenge is None:
        return None
    wanted = (
        select(Remark)
        .join(SentAnswer, SentAnswer.id == Remark.answer_id)
        .where(
            Remark.id == remark_id,
            SentAnswer.challenge_id == challenge.id,
            or_(Remark.person_id == actor.id, Remark.shared.is_(True)),
        )
    )
    found = session.scalars(wanted).one_or_none()
    return None if found is None else OnAnswer(challenge, found)
