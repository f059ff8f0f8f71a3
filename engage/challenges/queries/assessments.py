"""Versions of the conflicts assessment of a challenge."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.models import ConflictsAssessment
from engage.kernel.paging import Page


def newest(session: Session, challenge_id: UUID) -> ConflictsAssessment | None:
    """The one that counts."""
    return next(iter(assessments(session, challenge_id, page=Page(size=1))), None)


def count_assessments(session: Session, challenge_id: UUID) -> int:
    wanted = select(func.count()).select_from(ConflictsAssessment)
    return session.scalar(wanted.where(ConflictsAssessment.challenge_id == challenge_id)) or 0


def assessments(session: Session, challenge_id: UUID, *, page: Page) -> list[ConflictsAssessment]:
    """A page of them, the newest first."""
    wanted = (
        select(ConflictsAssessment)
        .where(ConflictsAssessment.challenge_id == challenge_id)
        .order_by(ConflictsAssessment.number.desc())
        .offset(page.offset)
        .limit(page.limit)
    )
    return list(session.scalars(wanted))
