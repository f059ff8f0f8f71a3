"""What a digest says: the challenges it was made of, without those that are over by now."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import is_listed
from engage.interest.models import Alert
from engage.kernel.clock import now
from engage.notifications.queries.words import ENGAGE, Words

MOST = 50


def still_open(at: datetime) -> ColumnElement[bool]:
    """Challenges that a digest may name: listed, and suppliers can take part."""
    return and_(is_listed(), Challenge.stage == Stage.OPEN, Challenge.engagement_ends > at)


def of_digest(session: Session, subject_id: UUID) -> Words | None:
    """By one of the alerts that went into it; None when every challenge of it is over."""
    first = session.get(Alert, subject_id)
    if first is None or first.told_at is None:
        return None
    wanted = (
        select(
            Challenge.title,
            Challenge.reference,
            Challenge.engagement_ends.label("ends"),
            Authority.name.label("council"),
            Alert.why,
        )
        .join(Challenge, Challenge.id == Alert.challenge_id)
        .join(Authority, Authority.id == Challenge.authority_id)
        .where(
            Alert.email == first.email,
            Alert.told_at == first.told_at,
            still_open(now(session)),
        )
        .order_by(Challenge.listed_at.desc(), Challenge.id.desc())
    )
    rows = [dict(row._mapping) for row in session.execute(wanted.limit(MOST + 1))]
    shown = rows[:MOST]
    return {**ENGAGE, "challenges": shown, "more": len(rows) > MOST} if shown else None
