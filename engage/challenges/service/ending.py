"""What follows an open engagement: its end, the board, the outcome, or a withdrawal."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from engage.challenges.events import (
    ChallengeClosed,
    ChallengeConcluded,
    ChallengeReferred,
    ChallengeWithdrawn,
)
from engage.challenges.lifecycle import LIFECYCLE, Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.challenges.service.dropping import end_amendment
from engage.kernel.clock import now, spoken
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.events import Event, record

BATCH = 100


class NotEnded(Refusal):
    """Suppliers were told a later time."""


class NoReason(Refusal):
    """Suppliers have to be told why."""


def close(session: Session, challenge: Challenge, *, by: UUID | None, at: datetime) -> None:
    """Close an engagement whose end has come (regulation 17(2)(e))."""
    locked(session, challenge)
    stage = LIFECYCLE.after("close", challenge.stage)
    ends = challenge.engagement_ends
    if ends is None or at < ends:
        raise NotEnded(f"The engagement goes on until {spoken(ends or at)}.")
    challenge.stage = stage
    challenge.closed_at = challenge.updated_at = at
    session.flush()
    fact = ChallengeClosed(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        engagement_ends=ends,
    )
    record(session, fact, by=by, at=at)
    end_amendment(session, challenge, by=by, at=at)


def close_ended(sessions: Sessions) -> int:
    """Close every open engagement whose end has passed, however long ago; how many were closed.

    Looks first without a writer's lock, because nothing is due most of the time.
    """
    total = 0
    while _is_due(sessions):
        closed = _close_batch(sessions)
        total += closed
        if not closed:  # somebody else is busy with them
            break
    return total


def refer(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> None:
    """Put a closed challenge before the board."""
    locked(session, challenge)
    challenge.stage = LIFECYCLE.after("refer", challenge.stage)
    challenge.updated_at = at
    session.flush()
    record(session, _happened(ChallengeReferred, challenge), by=by, at=at)
    end_amendment(session, challenge, by=by, at=at)


def conclude(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> None:
    """The outcome is public: the engagement is over."""
    locked(session, challenge)
    challenge.stage = LIFECYCLE.after("conclude", challenge.stage)
    challenge.concluded_at = challenge.updated_at = at
    session.flush()
    record(session, _happened(ChallengeConcluded, challenge), by=by, at=at)
    end_amendment(session, challenge, by=by, at=at)


def withdraw(
    session: Session, challenge: Challenge, *, because: str, by: UUID, at: datetime
) -> None:
    """Stop the engagement. The reason is public, and so must be fit to read."""
    locked(session, challenge)
    stage = LIFECYCLE.after("withdraw", challenge.stage)
    if not because.strip():
        raise NoReason("Say why you withdraw this challenge. Suppliers will read it.")
    if challenge.stage is Stage.OPEN and challenge.ended(at):  # before the sweeper came
        close(session, challenge, by=None, at=at)
    fact = ChallengeWithdrawn(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        stage_before=challenge.stage.value,
    )
    challenge.stage = stage
    challenge.withdrawn_because = because
    challenge.withdrawn_at = challenge.updated_at = at
    session.flush()
    record(session, fact, by=by, at=at)
    end_amendment(session, challenge, by=by, at=at)


def _happened(
    kind: type[ChallengeReferred] | type[ChallengeConcluded], challenge: Challenge
) -> Event:
    return kind(
        subject_id=challenge.id, authority_id=challenge.authority_id, challenge_id=challenge.id
    )


def _due(at: datetime) -> ColumnElement[bool]:
    """Older than, never between: an hour's outage loses nothing."""
    return and_(Challenge.stage == Stage.OPEN, Challenge.engagement_ends <= at)


def _is_due(sessions: Sessions) -> bool:
    with sessions.read() as session:
        first = select(Challenge.id).where(_due(now(session))).limit(1)
        return session.scalar(first) is not None


def _close_batch(sessions: Sessions) -> int:
    with sessions.write() as session:
        at = now(session)
        ended = (
            select(Challenge)
            .where(_due(at))
            .order_by(Challenge.engagement_ends)
            .limit(BATCH)
            .with_for_update(of=Challenge, skip_locked=True)
        )
        found = session.scalars(ended).all()
        for challenge in found:
            close(session, challenge, by=None, at=at)
        return len(found)
