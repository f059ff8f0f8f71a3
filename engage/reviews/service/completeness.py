"""How many reviews are still to come, and telling when the last one is in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.events import belonging, record
from engage.reviews.events import ReviewsComplete
from engage.reviews.models import Referral, Review, Verdict
from engage.reviews.queries.conflicted import barred_reviewers
from engage.reviews.queries.figures import counts, reviewers, with_reviewers


def missing_for(session: Session, referral: Referral) -> int:
    """Reviews of one idea that are not in: of everybody seated who does not stand aside."""
    in_hand = with_reviewers(
        select(func.count(Review.id)).join(Referral, Referral.id == Review.referral_id)
    ).where(Referral.id == referral.id, counts())
    barred = session.scalar(select(barred_reviewers()).where(Referral.id == referral.id)) or 0
    return reviewers(session, referral.challenge_id) - barred - (session.scalar(in_hand) or 0)


def missing(session: Session, challenge_id: UUID) -> int | None:
    """Reviews of undecided ideas that are not in; None when no idea is undecided."""
    undecided = (Referral.challenge_id == challenge_id, Referral.verdict == Verdict.PENDING)
    barred = func.coalesce(func.sum(barred_reviewers()), 0)
    ideas, never = session.execute(select(func.count(Referral.id), barred).where(*undecided)).one()
    in_hand = with_reviewers(
        select(func.count(Review.id)).join(Referral, Referral.id == Review.referral_id)
    ).where(*undecided, counts())
    if not ideas:
        return None
    return ideas * reviewers(session, challenge_id) - never - (session.scalar(in_hand) or 0)


def note_if_complete(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> None:
    """Record that nothing is missing any more. Call after a change that may have done it."""
    if missing(session, challenge.id) == 0:
        fact = ReviewsComplete(
            subject_id=challenge.id,
            **belonging(challenge),
        )
        record(session, fact, by=by, at=at)
