"""Where four eyes stand with a statement and its changes, as columns beside a challenge.

Only for those who write it: a joint council knows nothing of what the lead has not published.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Amendment, Approval, Challenge, Decision
from engage.spaces.steps import Changes


def columns(ours: Collection[UUID]) -> list[ColumnElement[Any]]:
    """``returned`` and ``changes`` of ``steps.Facts``; ``ours``: at whose desks the actor works."""
    mine = Challenge.authority_id.in_(ours)
    return [
        case((and_(mine, Challenge.stage == Stage.DRAFT, _is_returned()), True), else_=False).label(
            "returned"
        ),
        case((mine, func.coalesce(_changes(), Changes.NONE)), else_=Changes.NONE).label("changes"),
    ]


def _is_returned() -> ColumnElement[bool]:
    """Nobody has edited it since the approver returned it."""
    later = aliased(Approval)
    newer = exists().where(
        later.challenge_id == Approval.challenge_id, later.version > Approval.version
    )
    return exists().where(
        Approval.challenge_id == Challenge.id,
        Approval.decision == Decision.RETURNED,
        Approval.decided_at >= Challenge.updated_at,
        ~newer,
    )


def _changes() -> ColumnElement[str]:
    said = case(
        (Amendment.asked_at.is_not(None), Changes.ASKED),
        (Amendment.returned_at >= Amendment.saved_at, Changes.RETURNED),
        else_=Changes.BEGUN,
    )
    wanted = select(said).where(Amendment.challenge_id == Challenge.id)
    return wanted.correlate(Challenge).scalar_subquery()
