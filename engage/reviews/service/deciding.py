"""The chair's record of which ideas go forward. It selects no supplier (PA 2023 s.16)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.reviews.events import ShortlistDecided, belonging
from engage.reviews.models import Referral, Verdict
from engage.reviews.service.completeness import missing_for
from engage.reviews.service.declaring import require_clear
from engage.reviews.service.reviewing import require_open


class NotYours(Refusal):
    """Only the chair decides."""


class DecidedElsewhere(Refusal):
    """The idea is no longer as the chair read it."""

    def __init__(self, referral: Referral) -> None:
        sentence = "This idea has changed since you opened the page. Send it again."
        if referral.verdict is not Verdict.PENDING:
            sentence = (
                f"Idea {referral.number} was decided in another window: {referral.verdict}. "
                "Read that decision in the table, then send yours again to replace it."
            )
        super().__init__(sentence)


class ReviewsMissing(Refusal):
    """Somebody who may review has not done so."""


def decide(
    session: Session,
    referral: Referral,
    *,
    verdict: Verdict,
    reasons: str,
    version: int,
    by: UUID,
    at: datetime,
    although_missing: bool = False,
) -> None:
    """Shortlist an idea or not, with reasons; again if need be, while the board is at work.

    ``version``: of the idea as it was read. ``although_missing``: the chair will not wait for
    reviews; how many is recorded.
    """
    _require_seen(session, referral, version)
    _check(session, referral, verdict, reasons, by)
    waited_for = missing_for(session, referral)
    if waited_for and not although_missing:
        raise ReviewsMissing(
            "Not every review of this idea is in. Wait for them, or say that you decide without."
        )
    referral.verdict, referral.reasons = verdict, reasons
    referral.decided_by, referral.decided_at = by, at
    session.flush()
    record(session, _decided(referral, waited_for), by=by, at=at)


def _decided(referral: Referral, waited_for: int) -> ShortlistDecided:
    return ShortlistDecided(
        subject_id=referral.id,
        **belonging(referral.challenge),
        number=referral.number,
        verdict=referral.verdict.value,
        missing=waited_for,
    )


def _require_seen(session: Session, referral: Referral, version: int) -> None:
    require_open(session, referral)
    if referral.version != version:
        raise DecidedElsewhere(referral)


def _check(session: Session, referral: Referral, verdict: Verdict, reasons: str, by: UUID) -> None:
    if not require_clear(session, referral.challenge_id, by).is_chair:
        raise NotYours("Only the chair of this board can decide.")
    if verdict is Verdict.PENDING:
        raise Refusal("Select whether the idea is shortlisted.")
    if not reasons.strip():
        raise Refusal("Give the reasons. They are the record of why, and help to write feedback.")
