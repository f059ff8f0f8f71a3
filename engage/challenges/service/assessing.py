"""The conflicts assessment: made, kept under review, and revised (PA 2023 s.83)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.events.assessing import AssessmentKept
from engage.challenges.models import Challenge, ConflictsAssessment
from engage.challenges.queries.assessments import newest
from engage.kernel.events import belonging, record


def keep_assessment(
    session: Session, challenge: Challenge, content: Mapping[str, int], *, by: UUID, at: datetime
) -> None:
    """Another version, if it says something else; the caller holds the lock on the challenge."""
    before = newest(session, challenge.id)
    if before is not None and before.content == dict(content):
        return
    number = before.number + 1 if before else 1
    made = ConflictsAssessment(
        challenge_id=challenge.id, number=number, content=dict(content), made_at=at
    )
    session.add(made)
    session.flush()
    fact = AssessmentKept(subject_id=challenge.id, **belonging(challenge), number=number)
    record(session, fact, by=by, at=at)
