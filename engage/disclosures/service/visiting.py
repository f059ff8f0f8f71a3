"""When a participant read what everybody was given: so that the next visit shows what is new."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.disclosures.models import RoomVisit
from engage.disclosures.queries.room import ONE_VISIT


def note_visit(session: Session, interest_id: UUID, *, at: datetime) -> None:
    """Pages that are opened within half an hour are one visit."""
    known = session.get(RoomVisit, interest_id)
    if known is None:
        session.merge(RoomVisit(interest_id=interest_id, seen_at=at))
        return
    if at - known.seen_at > ONE_VISIT:
        known.since = known.seen_at
    known.seen_at = at
