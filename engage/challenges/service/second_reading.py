"""Four eyes on changes: an approver is asked to read them, and publishes or returns them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.events import AmendmentReturned, AmendmentSentToApprover
from engage.challenges.models import Amendment, Challenge
from engage.challenges.queries import approvals, history
from engage.challenges.service.amending import (
    NotAmendable,
    require_amendable,
    require_complete,
    require_same,
    waiting,
    why_not_amend,
)
from engage.challenges.service.approving import NotYourApproval
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record


def readers(session: Session, challenge: Challenge, amendment: Amendment) -> list[tuple[str, str]]:
    """E-mail address and name of each approver who may publish these changes."""
    without = (amendment.begun_by, amendment.saved_by)
    found = approvals.may_decide(session, challenge.authority_id, without=without)
    return [(email, name) for email, name in found]


def ask_to_amend(
    session: Session, challenge: Challenge, *, because: str, seen: str, by: UUID, at: datetime
) -> None:
    """Ask the approvers to publish the working copy. A second press asks nobody again.

    ``because`` is what changes and why: a proposal of what everybody will read beside it.
    """
    amendment = _amendment(session, challenge, seen, at)
    if not why_not_amend(session, challenge, amendment, by):
        raise NotAmendable("You may publish these changes yourself: nobody else has to read them.")
    if not because.strip():
        raise Refusal("Say what changes, and why. The approver reads it.")
    require_complete(session, challenge, amendment, at)
    if not readers(session, challenge, amendment):
        raise NotYourApproval(
            "Nobody else at your council may publish these changes. Ask your council administrator"
            " to make a colleague an approver."
        )
    amendment.because = because
    if amendment.asked_at is None:
        amendment.asked_by, amendment.asked_at = by, at
        amendment.reasons, amendment.returned_at = "", None
        fact = AmendmentSentToApprover(subject_id=challenge.id, **belonging(challenge))
        record(session, fact, by=by, at=at)
    session.flush()


def return_amendment(
    session: Session, challenge: Challenge, *, reasons: str, seen: str, by: UUID, at: datetime
) -> None:
    """Ask for other changes. Nothing is lost, and nothing public changes."""
    amendment = _amendment(session, challenge, seen, at)
    if amendment.asked_at is None:
        raise NotAmendable("Nobody asks for these changes to be read now.")
    if why := why_not_amend(session, challenge, amendment, by):
        raise NotYourApproval(why)
    if not reasons.strip():
        raise Refusal("Say what should change. Whoever made the changes reads it.")
    fact = AmendmentReturned(
        subject_id=challenge.id, **belonging(challenge), asked_by=amendment.asked_by
    )
    amendment.reasons, amendment.returned_at = reasons, at
    amendment.asked_by = amendment.asked_at = None
    session.flush()
    record(session, fact, by=by, at=at)


def _amendment(session: Session, challenge: Challenge, seen: str, at: datetime) -> Amendment:
    """The working copy, if it is what the page showed."""
    require_amendable(session, challenge, at)
    amendment = history.amendment(session, challenge.id)
    content: dict[str, Any] = waiting(challenge, amendment)
    if amendment is None or not content:
        raise NotAmendable("Nothing is changed yet. Change a part of the statement first.")
    require_same(content, seen)
    return amendment
