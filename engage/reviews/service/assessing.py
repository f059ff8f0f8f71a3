"""What the conflicts assessment of a board says now (PA 2023 ss.81-83)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.service.assessing import keep_assessment
from engage.kernel.events import Event, record
from engage.reviews.models import (
    Conflict,
    ConflictFinding,
    Declaration,
    FindingState,
    Ruling,
    Seat,
)
from engage.reviews.queries.declared import of_seat

RULINGS = {
    "waiting": Ruling.WAITING,
    "safeguarded": Ruling.MAY_REVIEW,
    "aside": Ruling.STANDS_ASIDE,
}


def assess(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> None:
    """Count again, and keep another version if anything is different: two statements."""
    kinds = {kind.value: Declaration.kind == kind for kind in Conflict}
    rulings = {name: Declaration.ruling == one for name, one in RULINGS.items()}
    of_board = {"members": Seat.person_id.is_not(None), "outside": Seat.outside, **kinds, **rulings}
    counted = select(*(func.count().filter(one).label(name) for name, one in of_board.items()))
    seats = counted.select_from(Seat).outerjoin(Declaration, of_seat())
    here = ConflictFinding.challenge_id == challenge.id
    states = {one.value: ConflictFinding.state == one for one in FindingState}
    found = select(*(func.count().filter(one).label(name) for name, one in states.items()))
    content = {
        **session.execute(seats.where(Seat.challenge_id == challenge.id)).one()._asdict(),
        **session.execute(found.select_from(ConflictFinding).where(here)).one()._asdict(),
    }
    keep_assessment(session, challenge, content, by=by, at=at)


def record_assessed(
    session: Session, challenge: Challenge, fact: Event, *, by: UUID, at: datetime
) -> None:
    """Record what happened, and what the assessment says since."""
    record(session, fact, by=by, at=at)
    assess(session, challenge, by=by, at=at)
