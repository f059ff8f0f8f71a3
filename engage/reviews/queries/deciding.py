"""The table of the shortlist: a page of ideas, the best first as far as its reader may know."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Float, and_, cast, func, select
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.kernel.paging import Page
from engage.reviews.models import Referral, Review, Verdict
from engage.reviews.queries.boards import Board
from engage.reviews.queries.conflicted import barred_reviewers, visible_to
from engage.reviews.queries.figures import Figures, figures_of, reviewers, sums


@dataclass(frozen=True)
class Line:
    """One idea of the table; ``figures`` only if the reader's own review of it is in."""

    idea: Referral
    figures: Figures | None
    missing: int | None
    decided_by: str | None


def lines(session: Session, board: Board, *, page: Page) -> list[Line]:
    """Ideas whose figures the reader may know, the best first; then the others by number."""
    return _read(session, board, _table(board).offset(page.offset).limit(page.limit))


def line(session: Session, board: Board, number: int) -> Line | None:
    """The idea of this number."""
    return next(iter(_read(session, board, _table(board).where(Referral.number == number))), None)


def first_undecided(session: Session, board: Board) -> Line | None:
    """The first idea of the table that nobody has decided about."""
    undecided = _table(board).where(Referral.verdict == Verdict.PENDING)
    return next(iter(_read(session, board, undecided.limit(1))), None)


def _table(board: Board) -> Any:
    """Figures are joined to an own review that is in: nobody else's reader gets any."""
    known = sums(board.challenge.id)
    own_in = and_(
        Review.referral_id == Referral.id,
        Review.person_id == board.seat.person_id,
        Review.submitted_at.is_not(None),
    )
    mean = cast(known.c.points, Float) / known.c.reviews
    return (
        select(
            Referral,
            Review.id.is_not(None).label("is_in"),
            known.c.reviews,
            known.c.points,
            known.c.lowest,
            known.c.highest,
            Person.name.label("decided_by"),
            barred_reviewers().label("barred"),
        )
        .outerjoin(Review, own_in)
        .outerjoin(known, and_(known.c.referral_id == Referral.id, Review.id.is_not(None)))
        .outerjoin(Person, Person.id == Referral.decided_by)
        .where(Referral.challenge_id == board.challenge.id, visible_to(board.seat.person_id))
        .order_by(func.coalesce(mean, -1).desc(), Referral.number)
    )


def _read(session: Session, board: Board, wanted: Any) -> list[Line]:
    expected = reviewers(session, board.challenge.id)
    found = []
    for row in session.execute(wanted):
        figures = figures_of(row) if row.reviews else None
        missing = expected - row.barred - (row.reviews or 0) if row.is_in else None
        found.append(Line(row.Referral, figures, missing, row.decided_by))
    return found
