"""Four eyes: whoever approves a statement neither asked for it nor changed it last."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.events import (
    ChallengeApproved,
    ChallengeReturned,
    ChallengeSentToApprover,
    ChallengeTakenBack,
)
from engage.challenges.lifecycle import LIFECYCLE, Stage
from engage.challenges.models import Approval, Challenge, Decision, Why
from engage.challenges.queries import approvals, locked
from engage.challenges.service.publishing import Incomplete, gaps
from engage.challenges.service.versions import snapshot
from engage.kernel.errors import Refusal
from engage.kernel.events import record


class NotYourApproval(Refusal):
    """Somebody else has to decide; the sentence says by which rule."""


class SentAgain(Refusal):
    """What the approver read is not what waits."""


def ask(
    session: Session, challenge: Challenge, *, note: str = "", by: UUID, at: datetime
) -> Approval:
    """Send a complete statement to the council's approvers. From now on its text stays."""
    locked(session, challenge)
    stage = LIFECYCLE.after("hand in", challenge.stage)
    if missing := gaps(challenge, at):
        raise Incomplete(missing)
    author = approvals.last_author(session, challenge.id)
    if not approvals.may_decide(session, challenge.authority_id, without=(by, author)):
        raise NotYourApproval(
            "Nobody else at your council may approve this. Ask your council administrator to make"
            " a colleague an approver. It must be somebody who did not change the statement last."
        )
    version = snapshot(session, challenge, why=Why.ASKED, by=by, at=at)
    approval = Approval(
        challenge_id=challenge.id,
        version=version.number,
        asked_by=by,
        written_by=author,
        asked_at=at,
        note=note,
    )
    session.add(approval)
    _move(session, challenge, stage, at)
    record(session, ChallengeSentToApprover(**_about(challenge, approval)), by=by, at=at)
    return approval


def approve(session: Session, challenge: Challenge, *, seen: str, by: UUID, at: datetime) -> None:
    """Say that it may be published. ``seen``: the version that the approver read."""
    locked(session, challenge)
    stage = LIFECYCLE.after("approve", challenge.stage)
    approval = _decide(session, challenge, seen=seen, by=by, at=at)
    approval.decision = Decision.APPROVED
    _move(session, challenge, stage, at)
    fact = ChallengeApproved(**_about(challenge, approval), asked_by=approval.asked_by)
    record(session, fact, by=by, at=at)


def return_to_author(
    session: Session, challenge: Challenge, *, reasons: str, seen: str, by: UUID, at: datetime
) -> None:
    """Ask for changes. The author reads the reasons above the statement, and nothing is lost."""
    locked(session, challenge)
    stage = LIFECYCLE.after("return", challenge.stage)
    if not reasons.strip():
        raise Refusal("Say what should change. The author reads it above the statement.")
    approval = _decide(session, challenge, seen=seen, by=by, at=at)
    approval.decision, approval.reasons = Decision.RETURNED, reasons
    _move(session, challenge, stage, at)
    fact = ChallengeReturned(**_about(challenge, approval), asked_by=approval.asked_by)
    record(session, fact, by=by, at=at)


def take_back(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> None:
    """Make it a draft again, to change it. An approval and a time to publish are lost."""
    locked(session, challenge)
    stage = LIFECYCLE.after("take back", challenge.stage)
    before = challenge.stage
    approval = approvals.last_approval(session, challenge.id)
    if approval is not None and approval.decision is not Decision.RETURNED:
        approval.taken_back_at = approval.taken_back_at or at
    challenge.publish_at = None
    _move(session, challenge, stage, at)
    fact = ChallengeTakenBack(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        stage_before=before.value,
    )
    record(session, fact, by=by, at=at)


def why_not(session: Session, challenge: Challenge, approval: Approval, by: UUID | None) -> str:
    """Why this person may not decide, and what to do instead; empty when they may."""
    if by == approval.asked_by:
        rule = "You sent this for approval"
    elif by == approval.written_by:
        rule = "You changed this statement last"
    elif not by or not approvals.is_approver(session, challenge.authority_id, by):
        return (
            "Only an approver of this council can decide. Ask your council administrator for the"
            " role, or wait for an approver."
        )
    else:
        return ""
    return f"{rule}, so somebody else has to decide. Ask another approver of your council."


def _decide(
    session: Session, challenge: Challenge, *, seen: str, by: UUID, at: datetime
) -> Approval:
    approval = approvals.last_approval(session, challenge.id)
    if approval is None or approval.taken_back_at is not None or seen != str(approval.version):
        raise SentAgain(
            "The statement was sent again since you opened this page. Read it again, then decide."
        )
    if why := why_not(session, challenge, approval, by):
        raise NotYourApproval(why)
    approval.decided_by, approval.decided_at = by, at
    return approval


def _move(session: Session, challenge: Challenge, stage: Stage, at: datetime) -> None:
    challenge.stage = stage
    challenge.updated_at = at
    session.flush()


def _about(challenge: Challenge, approval: Approval) -> dict[str, Any]:
    return {
        "subject_id": challenge.id,
        "authority_id": challenge.authority_id,
        "challenge_id": challenge.id,
        "version": approval.version,
    }
