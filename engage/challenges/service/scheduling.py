"""Publish a challenge when its time comes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from engage.challenges.events import ChallengeNotPublished, ChallengeScheduled
from engage.challenges.lifecycle import LIFECYCLE, Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.challenges.service.four_eyes import require_approval
from engage.challenges.service.publishing import Incomplete, gaps, publish, warnings
from engage.kernel.clock import now, spoken
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.events import record

BATCH = 100


class BadTime(Refusal):
    """It cannot be published then."""


def schedule(
    session: Session, challenge: Challenge, *, publish_at: datetime, by: UUID, at: datetime
) -> None:
    """Have it published at that time. Everything must be ready now: the clock asks nobody."""
    locked(session, challenge)
    stage = LIFECYCLE.after("schedule", challenge.stage)
    if publish_at <= at:
        raise BadTime(f"The time to publish must be in the future. It is now {spoken(at)}.")
    if missing := gaps(challenge, publish_at):
        raise Incomplete(missing)
    require_approval(session, challenge)
    challenge.stage = stage
    challenge.publish_at = publish_at
    challenge.updated_at = at
    session.flush()
    fact = ChallengeScheduled(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        publish_at=publish_at,
    )
    record(session, fact, by=by, at=at)


def publish_due(sessions: Sessions) -> int:
    """Publish every challenge whose time has come, however long ago; how many were looked at.

    One transaction each: whoever is stopped in the middle leaves the rest for the next time.
    Looks first without a writer's lock, because nothing is due most of the time.
    """
    total = 0
    for challenge_id in _due_now(sessions):
        with sessions.write() as session:
            total += _publish(session, challenge_id)
    return total


def _publish(session: Session, challenge_id: UUID) -> bool:
    """Whether it was still due: another worker, or an officer, may have been faster."""
    at = now(session)
    wanted = select(Challenge).where(Challenge.id == challenge_id, _due(at))
    challenge = session.scalars(wanted.with_for_update(of=Challenge, skip_locked=True)).first()
    if challenge is None or challenge.publish_at is None:
        return False
    planned = challenge.publish_at
    try:
        with session.begin_nested():
            _require_time(challenge, planned, at)
            publish(session, challenge, by=None, at=at)
    except Refusal:
        _give_up(session, challenge, planned, at)
    return True


def _require_time(challenge: Challenge, planned: datetime, at: datetime) -> None:
    """Refuse when suppliers would get so little time that somebody has to decide it."""
    if warnings(challenge, at) and not warnings(challenge, planned):
        raise BadTime("It is so late that suppliers would have too little time.")


def _give_up(session: Session, challenge: Challenge, planned: datetime, at: datetime) -> None:
    """The officer is told, and decides."""
    locked(session, challenge)
    challenge.publish_at = None
    challenge.updated_at = at
    session.flush()
    fact = ChallengeNotPublished(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        publish_at=planned,
    )
    record(session, fact, by=None, at=at)


def _due(at: datetime) -> ColumnElement[bool]:
    """Older than, never between."""
    return and_(Challenge.stage == Stage.APPROVED, Challenge.publish_at <= at)


def _due_now(sessions: Sessions) -> list[UUID]:
    with sessions.read() as session:
        wanted = select(Challenge.id).where(_due(now(session))).order_by(Challenge.publish_at)
        return list(session.scalars(wanted.limit(BATCH)))
