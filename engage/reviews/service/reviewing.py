"""One member's view of one idea: drafts, and what they submit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from engage.challenges.lifecycle import Stage
from engage.challenges.queries import locked
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.kernel.versions import require_seen
from engage.reviews.events import ReviewSubmitted
from engage.reviews.models import Criterion, Referral, Review, Score, Verdict
from engage.reviews.service.completeness import note_if_complete
from engage.reviews.service.declaring import require_clear, require_visible


class Decided(Refusal):
    """The time for reviews of this idea is over."""


@dataclass(frozen=True, slots=True)
class View:
    """What somebody typed: scores by criterion, and a comment for the whole."""

    scores: Mapping[UUID, int]
    comment: str

    def is_stored_in(self, review: Review) -> bool:
        return _as_stored(review) == {"scores": dict(self.scores), "comment": self.comment}


def _as_stored(review: Review) -> dict[str, Any]:
    scores = {score.criterion_id: score.value for score in review.scores}
    return {"scores": scores, "comment": review.comment}


def save_review(
    session: Session,
    referral: Referral,
    *,
    scores: Mapping[UUID, int],
    comment: str,
    seen: str | None = None,
    by: UUID,
    at: datetime,
) -> Review:
    """Keep a draft that only its author sees."""
    view = View(scores, comment)
    known = _open_for(session, referral, view, by)
    if known is not None and known.submitted_at is not None:
        if view.is_stored_in(known):
            return known
        raise Refusal("You have submitted this review. Submit it again to change it.")
    return _write(session, referral, known, view, seen, by, at)


def submit_review(
    session: Session,
    referral: Referral,
    *,
    scores: Mapping[UUID, int],
    comment: str,
    seen: str | None = None,
    by: UUID,
    at: datetime,
) -> Review:
    """Give the board a whole review; it can be submitted again until the chair decides."""
    view = View(scores, comment)
    known = _open_for(session, referral, view, by)
    _check_whole(session, referral, view)
    again = known is not None and known.submitted_at is not None
    if again and known is not None and view.is_stored_in(known):
        return known
    review = _write(session, referral, known, view, seen, by, at)
    review.submitted_at = at
    session.flush()
    fact = ReviewSubmitted(
        subject_id=referral.id,
        **belonging(referral.challenge),
        again=again,
    )
    record(session, fact, by=by, at=at)
    if not again:
        note_if_complete(session, referral.challenge, by=by, at=at)
    return review


def require_open(session: Session, referral: Referral) -> None:
    """Lock the challenge and the idea; refuse unless the board is at work."""
    locked(session, referral.challenge)
    session.refresh(referral)
    if referral.challenge.stage is not Stage.WITH_BOARD:
        raise Decided("The board is not at work on this challenge any more. Nothing was changed.")


def _open_for(session: Session, referral: Referral, view: View, by: UUID) -> Review | None:
    require_open(session, referral)
    if referral.verdict is not Verdict.PENDING:
        raise Decided(
            f"The chair has decided about Idea {referral.number}, "
            "so reviews of it can no longer change."
        )
    require_clear(session, referral.challenge_id, by)
    require_visible(session, referral, by)
    _check_scores(view, _criteria(session, referral))
    wanted = select(Review).where(Review.referral_id == referral.id, Review.person_id == by)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def _check_scores(view: View, criteria: set[UUID]) -> None:
    if not set(view.scores) <= criteria:
        raise Refusal("The criteria have changed. Open this page again.")
    if any(not 0 <= value <= 5 for value in view.scores.values()):
        raise Refusal("Score every criterion from 0 to 5.")


def _check_whole(session: Session, referral: Referral, view: View) -> None:
    if set(view.scores) != _criteria(session, referral):
        raise Refusal("Score every criterion from 0 to 5.")
    if not view.comment.strip():
        raise Refusal("Write a comment about the idea as a whole.")


def _criteria(session: Session, referral: Referral) -> set[UUID]:
    wanted = select(Criterion.id).where(Criterion.challenge_id == referral.challenge_id)
    return set(session.scalars(wanted))


def _write(
    session: Session,
    referral: Referral,
    known: Review | None,
    view: View,
    seen: str | None,
    by: UUID,
    at: datetime,
) -> Review:
    if known is not None and not view.is_stored_in(known):
        require_seen(seen, _as_stored(known), version=known.version)
    review = known or Review(referral_id=referral.id, person_id=by, scores=[])
    review.comment, review.saved_at = view.comment, at
    kept = {score.criterion_id: score for score in review.scores}
    review.scores = [
        _scored(kept.get(criterion), criterion, value) for criterion, value in view.scores.items()
    ]
    session.add(review)
    if known is not None:
        flag_modified(review, "saved_at")  # scores are rows of their own: the version must move
    session.flush()
    return review


def _scored(kept: Score | None, criterion_id: UUID, value: int) -> Score:
    if kept is None:
        return Score(criterion_id=criterion_id, value=value)
    kept.value = value
    return kept
