"""Taking the trail away is a fact of the trail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.kernel.events import record
from engage.records.events import TrailExported
from engage.records.queries import Trail


def export(session: Session, trail: Trail, *, format: str, by: UUID, at: datetime) -> None:
    """Note who takes a timeline away, before a line of it leaves (PA 2023 s.98)."""
    fact = TrailExported(
        subject_id=trail.subject_id,
        authority_id=trail.authority_id,
        challenge_id=trail.challenge_id,
        format=format,
    )
    record(session, fact, by=by, at=at)
