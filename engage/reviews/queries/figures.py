"""Weighted totals: exact sums in the database, one rounding at the very end.

A review's points are the sum of weight times score: 0 to 500, because weights add to 100.
Its total is a fifth of that: out of 100. A review that is not there is left out of the mean.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session

from engage.reviews.models import Criterion, Declaration, Referral, Review, Ruling, Score, Seat
from engage.reviews.policy import CLEARED
from engage.reviews.queries.conflicted import barred
from engage.reviews.queries.declared import of_seat

TENTH = Decimal("0.1")
S = TypeVar("S", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Figures:
    """What the counted reviews of one idea come to, out of 100."""

    reviews: int
    mean: Decimal
    lowest: Decimal
    highest: Decimal


def total(points: int, reviews: int = 1) -> Decimal:
    """The (mean) weighted total out of 100, to one decimal; halves go up."""
    return (Decimal(points) / (5 * reviews)).quantize(TENTH, ROUND_HALF_UP)


def mean_score(scores: int, reviews: int) -> Decimal:
    """The mean of plain scores, 0 to 5, to one decimal; halves go up."""
    return (Decimal(scores) / reviews).quantize(TENTH, ROUND_HALF_UP)


def counts() -> ColumnElement[bool]:
    """A review that counts: submitted, by a member who may review. Joins Seat and Declaration."""
    may = and_(Declaration.ruling.in_(CLEARED), ~barred())
    return and_(Review.submitted_at.is_not(None), may)


def with_reviewers(statement: S) -> S:
    """Join the seat and the declaration of whoever wrote a review of a referral."""
    return statement.join(
        Seat,
        and_(Seat.person_id == Review.person_id, Seat.challenge_id == Referral.challenge_id),
    ).join(Declaration, of_seat())


def points_of_reviews(*narrowed: ColumnElement[bool]) -> Subquery:
    """Per counted review: ``referral_id``, ``person_id``, ``comment`` and ``points``."""
    summed = (
        select(
            Review.referral_id,
            Review.person_id,
            Review.comment,
            func.sum(Score.value * Criterion.weight).label("points"),
        )
        .join(Referral, Referral.id == Review.referral_id)
        .join(Score, Score.review_id == Review.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
    )
    wanted = with_reviewers(summed).where(counts(), *narrowed)
    return wanted.group_by(Review.id, Review.referral_id, Review.person_id).subquery()


def sums(challenge_id: UUID) -> Subquery:
    """Per idea with a counted review: ``referral_id`` and what ``figures_of`` needs."""
    each = points_of_reviews(Referral.challenge_id == challenge_id)
    return (
        select(
            each.c.referral_id,
            func.count().label("reviews"),
            func.sum(each.c.points).label("points"),
            func.min(each.c.points).label("lowest"),
            func.max(each.c.points).label("highest"),
        )
        .group_by(each.c.referral_id)
        .subquery()
    )


def figures_of(row: Any) -> Figures:
    """A row of ``sums``, out of 100."""
    return Figures(
        reviews=row.reviews,
        mean=total(int(row.points), row.reviews),
        lowest=total(int(row.lowest)),
        highest=total(int(row.highest)),
    )


def reviewers(session: Session, challenge_id: UUID) -> int:
    """How many reviews each idea should have: of everybody seated who does not stand aside."""
    wanted = (
        select(func.count())
        .select_from(Seat)
        .outerjoin(Declaration, of_seat())
        .where(
            Seat.challenge_id == challenge_id,
            or_(Declaration.id.is_(None), Declaration.ruling != Ruling.STANDS_ASIDE),
        )
    )
    return session.scalar(wanted) or 0
