"""Reads of what is public, for machines."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.challenges.queries import is_listed

MOST = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A challenge in the feed."""

    reference: str
    title: str
    need: str
    council: str
    published_at: datetime | None
    updated_at: datetime
    engagement_ends: datetime | None


def newest(session: Session) -> list[Entry]:
    """Public challenges, those that changed last first; never a draft."""
    wanted = (
        select(
            Challenge.reference,
            Challenge.title,
            Challenge.need,
            Authority.name,
            Challenge.published_at,
            Challenge.updated_at,
            Challenge.engagement_ends,
        )
        .join(Authority, Authority.id == Challenge.authority_id)
        .where(is_listed())
        .order_by(Challenge.updated_at.desc(), Challenge.reference)
        .limit(MOST)
    )
    return [Entry(*row) for row in session.execute(wanted)]
