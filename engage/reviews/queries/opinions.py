"""What the whole board thinks of one idea: asked only for a member whose own review is in."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.reviews.models import Criterion, Referral, Review, Score
from engage.reviews.queries.figures import (
    counts,
    mean_score,
    points_of_reviews,
    total,
    with_reviewers,
)


@dataclass(frozen=True, slots=True)
class OnCriterion:
    """The counted scores of one criterion."""

    name: str
    mine: int
    mean: Decimal
    lowest: int
    highest: int


@dataclass(frozen=True)
class Opinions:
    """What the board thinks of one idea: totals out of 100, the reader's own and the others'."""

    mine: Decimal
    others: list[Decimal]
    mean: Decimal
    comments: list[str]
    by_criterion: list[OnCriterion]


def opinions(session: Session, referral: Referral, mine: Review) -> Opinions:
    """What the others think, for somebody whose own review (``mine``) is submitted."""
    each = points_of_reviews(Referral.id == referral.id)
    rows = session.execute(select(each).order_by(each.c.points.desc(), each.c.comment)).all()
    others = [row for row in rows if row.person_id != mine.person_id]
    own = [row for row in rows if row.person_id == mine.person_id]
    whole = sum(int(row.points) for row in rows)
    return Opinions(
        mine=total(int(own[0].points)) if own else Decimal(0),
        others=[total(int(row.points)) for row in others],
        mean=total(whole, len(rows)) if rows else Decimal(0),
        comments=[row.comment for row in others],
        by_criterion=_by_criterion(session, referral, mine),
    )


def _by_criterion(session: Session, referral: Referral, mine: Review) -> list[OnCriterion]:
    wanted = (
        select(
            Criterion.id,
            Criterion.name,
            func.count().label("reviews"),
            func.sum(Score.value).label("scores"),
            func.min(Score.value).label("lowest"),
            func.max(Score.value).label("highest"),
        )
        .select_from(Review)
        .join(Referral, Referral.id == Review.referral_id)
        .join(Score, Score.review_id == Review.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
    )
    narrowed = with_reviewers(wanted).where(counts(), Referral.id == referral.id)
    grouped = narrowed.group_by(Criterion.id, Criterion.name, Criterion.position)
    own = {score.criterion_id: score.value for score in mine.scores}
    return [
        OnCriterion(
            name=row.name,
            mine=own.get(row.id, 0),
            mean=mean_score(int(row.scores), row.reviews),
            lowest=row.lowest,
            highest=row.highest,
        )
        for row in session.execute(grouped.order_by(Criterion.position))
    ]
