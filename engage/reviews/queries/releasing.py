"""Whether the shortlist has left the board, and what it says."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.reviews.models import Referral, ShortlistRelease


@dataclass(frozen=True)
class Proposal:
    """A shortlist that waits for a second person, or has left."""

    challenge: Challenge
    release: ShortlistRelease
    proposer: str


def released(challenge_id: UUID) -> ColumnElement[bool]:
    """Whether verdicts may be known outside the board."""
    return exists().where(
        ShortlistRelease.challenge_id == challenge_id, ShortlistRelease.released_at.is_not(None)
    )


def has_left(challenge_id: UUID) -> ColumnElement[bool]:
    """Whether nothing of the board is held back: also when it had no idea before it."""
    return or_(released(challenge_id), ~exists().where(Referral.challenge_id == challenge_id))


def release_of(session: Session, challenge_id: UUID) -> ShortlistRelease | None:
    return session.get(ShortlistRelease, challenge_id)


def proposal(session: Session, actor: Actor, ref: str) -> Proposal | None:
    """Of a challenge that the actor sees at the desk, once its chair has proposed."""
    challenge = for_desk(session, actor, ref)
    found = release_of(session, challenge.id) if challenge else None
    if challenge is None or found is None:
        return None
    proposer = session.get(Person, found.proposed_by)
    return Proposal(challenge, found, proposer.name if proposer else "")
