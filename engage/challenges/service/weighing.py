"""Put on record which barriers for small firms were considered (PA 2023 s.12(4))."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.barriers import BARRIERS, answered, standing
from engage.challenges.events import BarriersConsidered
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.events import record
from engage.kernel.versions import require_seen


def consider_barriers(
    session: Session,
    challenge: Challenge,
    *,
    answers: Mapping[str, Mapping[str, str]],
    seen: str | None = None,
    by: UUID,
    at: datetime,
) -> None:
    """Save the whole checklist; one fact however many answers changed, none if none did.

    It is evidence, so it may also be completed after publishing. Raises ChangedMeanwhile.
    """
    locked(session, challenge)
    given = {key: dict(answers[key]) for key in BARRIERS if key in answers}
    saved = challenge.barriers
    if given == saved:
        return
    require_seen(seen, saved)
    challenge.barriers = given
    session.flush()
    fact = BarriersConsidered(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        answered=answered(given),
        standing=standing(given),
    )
    record(session, fact, by=by, at=at)
