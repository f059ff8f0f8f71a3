"""Reads of the versions of a statement, and of changes that are not published yet."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Amendment, Challenge, StatementVersion, Why
from engage.kernel.paging import Page

AFTER_PUBLISHING = (Why.AMENDED, Why.EXTENDED)


def amendment(session: Session, challenge_id: UUID) -> Amendment | None:
    """The working copy, as it is now."""
    wanted = select(Amendment).where(Amendment.challenge_id == challenge_id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def versions(
    session: Session, challenge_id: UUID, *, page: Page
) -> tuple[int, Sequence[StatementVersion]]:
    """How many versions everybody has read, and a page of them, newest first.

    One more than the page holds, where there is one: the last of the page is compared with it.
    Never those that were only shown to an approver.
    """
    here = (StatementVersion.challenge_id == challenge_id, StatementVersion.why != Why.ASKED)
    wanted = select(StatementVersion).where(*here).order_by(StatementVersion.number.desc())
    rows = session.scalars(wanted.offset(page.offset).limit(page.size + 1)).all()
    total = session.scalar(select(func.count()).select_from(StatementVersion).where(*here)) or 0
    return total, rows


def changed_at() -> ScalarSelect[datetime]:
    """When a published challenge last changed, as a column beside the challenge."""
    return (
        select(func.max(StatementVersion.made_at))
        .where(
            StatementVersion.challenge_id == Challenge.id,
            StatementVersion.why.in_(AFTER_PUBLISHING),
        )
        .correlate(Challenge)
        .scalar_subquery()
    )
