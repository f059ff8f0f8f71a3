"""Taking the trail away is a fact of the trail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.events import record
from engage.records.events import TrailExported


def export(session: Session, challenge: Challenge, *, format: str, by: UUID, at: datetime) -> None:
    """Note who takes the timeline away, before a line of it leaves (PA 2023 s.98)."""
    fact = TrailExported(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        format=format,
    )
    record(session, fact, by=by, at=at)
