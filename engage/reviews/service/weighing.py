"""What a board scores ideas on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import UNPUBLISHED, Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.kernel.versions import require_seen
from engage.reviews.events import CriteriaSet
from engage.reviews.models import Criterion

MOST = 8
BEFORE_THE_BOARD = UNPUBLISHED | {Stage.OPEN, Stage.CLOSED}


@dataclass(frozen=True, slots=True)
class Weighting:
    """A criterion and how much of 100 it weighs."""

    name: str
    weight: int
    help: str = ""


# The need first, then the principles of the Local Digital Declaration.
DEFAULTS = (
    Weighting("Meets the need", 40, "How well would it do what people told us they need?"),
    Weighting("Built around users", 15, "Was it made and tested with the people who use it?"),
    Weighting("Reuse and open standards", 15, "Can parts be reused, and can data move?"),
    Weighting("Information is safe", 15, "Is personal information kept safe and shared well?"),
    Weighting("Cost and risk", 15, "What could it cost, and what could go wrong?"),
)


def weightings(session: Session, challenge: Challenge) -> list[Weighting]:
    """The criteria of a challenge as they are now; none before somebody set them."""
    wanted = (
        select(Criterion.name, Criterion.weight, Criterion.help)
        .where(Criterion.challenge_id == challenge.id)
        .order_by(Criterion.position)
    )
    return [Weighting(*row) for row in session.execute(wanted)]


def set_criteria(
    session: Session,
    challenge: Challenge,
    criteria: Sequence[Weighting],
    *,
    by: UUID,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Replace the criteria of a challenge that is not with the board yet."""
    locked(session, challenge)
    if challenge.stage not in BEFORE_THE_BOARD:
        raise Refusal(
            "The board scores against these criteria already, so they can no longer change."
        )
    _check(criteria)
    saved = weightings(session, challenge)
    if saved == list(criteria):
        return
    require_seen(seen, {"criteria": saved})
    _replace(session, challenge, criteria)
    fact = CriteriaSet(
        subject_id=challenge.id,
        **belonging(challenge),
        weights=tuple(each.weight for each in criteria),
    )
    record(session, fact, by=by, at=at)


def _replace(session: Session, challenge: Challenge, criteria: Sequence[Weighting]) -> None:
    session.execute(delete(Criterion).where(Criterion.challenge_id == challenge.id))
    session.add_all(
        Criterion(
            challenge_id=challenge.id,
            authority_id=challenge.authority_id,
            position=position,
            name=each.name,
            help=each.help,
            weight=each.weight,
        )
        for position, each in enumerate(criteria, 1)
    )
    session.flush()


def _check(criteria: Sequence[Weighting]) -> None:
    if not 1 <= len(criteria) <= MOST:
        raise Refusal(f"Enter between 1 and {MOST} criteria.")
    names = [each.name.strip().casefold() for each in criteria]
    if not all(names):
        raise Refusal("Give every criterion a name.")
    if len(set(names)) < len(names):
        raise Refusal("Two criteria have the same name. Give each its own.")
    if any(each.weight < 1 for each in criteria):
        raise Refusal("Give every criterion a weight of 1 or more.")
    whole = sum(each.weight for each in criteria)
    if whole != 100:
        raise Refusal(f"The weights add up to {whole}. Change them so that they add up to 100.")
