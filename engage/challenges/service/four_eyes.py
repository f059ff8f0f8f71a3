"""When a second person has to read a statement before suppliers do."""

from sqlalchemy.orm import Session

from engage.authorities.models import ApprovalRule
from engage.challenges.models import Challenge, Decision
from engage.challenges.queries import approvals
from engage.kernel.errors import Refusal


class NeedsApproval(Refusal):
    """The council wants a second person to read it first."""


def needs_approval(challenge: Challenge) -> bool:
    """Whether this council wants a second person to approve it.

    A value that nobody knows may be above every limit.
    """
    council = challenge.authority
    if council.approval_rule is not ApprovalRule.ABOVE:
        return council.approval_rule is ApprovalRule.ALWAYS
    limit = council.approval_above or 0
    return challenge.value is None or challenge.value > limit


def require_approval(session: Session, challenge: Challenge) -> None:
    """Refuse unless what the statement says now is approved, or needs no approval."""
    if not needs_approval(challenge):
        return
    last = approvals.last_approval(session, challenge.id)
    given = last is not None and last.decision is Decision.APPROVED and last.taken_back_at is None
    if not given:
        raise NeedsApproval(
            "Your council wants somebody else to approve this before it is published. Send it to"
            " an approver."
        )
