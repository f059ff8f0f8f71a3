"""The chair's record of which ideas go forward. It selects no supplier (PA 2023 s.16)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.kernel.versions import require_seen
from engage.reviews.events import ShortlistDecided
from engage.reviews.models import Referral, Verdict
from engage.reviews.service.completeness import missing_for
from engage.reviews.service.declaring import chairs_clear, require_visible
from engage.reviews.service.reviewing import require_open
from engage.reviews.service.shortlisting import take_back


class NotYours(Refusal):
    """Only the chair decides."""


class ReviewsMissing(Refusal):
    """Somebody who may review has not done so."""


def decide(
    session: Session,
    referral: Referral,
    *,
    verdict: Verdict,
    reasons: str,
    by: UUID,
    at: datetime,
    seen: str | None = None,
    although_missing: bool = False,
) -> None:
    """Shortlist an idea or not, with reasons; again if need be, while the board is at work.

    The same again changes nothing. ``although_missing``: the chair will not wait for reviews.
    """
    require_open(session, referral)
    _check(session, referral, verdict, reasons, by)
    if (referral.verdict, referral.reasons) == (verdict, reasons):
        return
    _require_seen(referral, seen)
    waited_for = missing_for(session, referral)
    if waited_for and not although_missing:
        raise ReviewsMissing(
            "Not every review of this idea is in. Wait for them, or say that you decide without."
        )
    referral.verdict, referral.reasons = verdict, reasons
    referral.decided_by, referral.decided_at = by, at
    take_back(session, referral.challenge_id)
    session.flush()
    record(session, _decided(referral, waited_for), by=by, at=at)


def _decided(referral: Referral, waited_for: int) -> ShortlistDecided:
    return ShortlistDecided(
        subject_id=referral.id,
        **belonging(referral.challenge),
        number=referral.number,
        missing=waited_for,
    )


def _require_seen(referral: Referral, seen: str | None) -> None:
    saved = {"verdict": referral.verdict, "reasons": referral.reasons}
    require_seen(seen, saved, version=referral.version)


def _check(session: Session, referral: Referral, verdict: Verdict, reasons: str, by: UUID) -> None:
    if not chairs_clear(session, referral.challenge_id, by, over=referral.response_id):
        raise NotYours("Only the chair of this board can decide.")
    require_visible(session, referral, by)
    if verdict is Verdict.PENDING:
        raise Refusal("Select whether the idea is shortlisted.")
    if not reasons.strip():
        raise Refusal("Give the reasons. They are the record of why, and help to write feedback.")
