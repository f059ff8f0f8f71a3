"""Reads of responses that the council entered: who for and when, never what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, lazyload

from engage.accounts.actor import Actor
from engage.challenges import queries as challenges
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.responses.models import Channel, Response, Submission

MOST = 100


@dataclass(frozen=True)
class EnteredFor:
    """What a confirmation says."""

    challenge: Challenge
    submission: Submission
    interest: Interest


def entered(session: Session, challenge: Challenge) -> Sequence[Row[Any]]:
    """The newest first, ``MOST`` of them."""
    wanted = _joined(Submission.id, Interest.organisation, Submission.channel)
    wanted = wanted.add_columns(Submission.received_at)
    wanted = wanted.where(Submission.challenge_id == challenge.id)
    return session.execute(wanted.order_by(Submission.id.desc()).limit(MOST)).all()


def entered_for(session: Session, actor: Actor, ref: str, submission_id: UUID) -> EnteredFor | None:
    """One of a challenge that the actor sees at the desk."""
    challenge = challenges.for_desk(session, actor, ref)
    if challenge is None:
        return None
    wanted = _joined(Submission, Interest).options(lazyload(Submission.response))
    here = Submission.id == submission_id, Submission.challenge_id == challenge.id
    row = session.execute(wanted.where(*here)).one_or_none()
    return EnteredFor(challenge, *row) if row else None


def _joined(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join(Response, Response.id == Submission.response_id)
        .join(Interest, Interest.id == Response.interest_id)
        .where(Submission.channel != Channel.ONLINE)
    )
