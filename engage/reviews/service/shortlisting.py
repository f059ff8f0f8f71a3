"""The shortlist leaves the board in one step of two people: its chair proposes, another releases.

Until then no verdict is known outside the board, and to no member but the chair. A later decision
of the chair takes the shortlist back, because what was agreed to is no longer what there is.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.reviews.events import ShortlistProposed, ShortlistReleased
from engage.reviews.models import Referral, ShortlistRelease, Verdict
from engage.reviews.service.declaring import chairs_clear


class NotDecided(Refusal):
    """There is no whole shortlist, or nobody has proposed it."""


class SamePerson(Refusal):
    """It takes two."""


def propose(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> None:
    """The chair says that it is whole; a second time changes nothing. Raises NotDecided."""
    _hold(session, challenge)
    if not chairs_clear(session, challenge.id, by):
        raise NotDecided("Only the chair of this board proposes the shortlist.")
    counts = _counts(session, challenge.id)
    waiting = counts.get(Verdict.PENDING, 0)
    if waiting or not counts:
        ideas = "1 idea" if waiting == 1 else f"{waiting} ideas"
        raise NotDecided(f"Decide about {ideas} first." if waiting else "There are no ideas yet.")
    if session.get(ShortlistRelease, challenge.id) is not None:
        return
    place = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    session.add(ShortlistRelease(**place, proposed_by=by, proposed_at=at))
    session.flush()
    record(
        session, ShortlistProposed(subject_id=challenge.id, **belonging(challenge)), by=by, at=at
    )


def release(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> None:
    """Somebody else agrees: the council may read it now. Once. Raises NotDecided, SamePerson."""
    _hold(session, challenge)
    proposed = session.get(ShortlistRelease, challenge.id, populate_existing=True)
    if proposed is None:
        raise NotDecided("The chair of the board has not proposed the shortlist.")
    if proposed.released_at is not None:
        raise NotDecided("The shortlist is released already.")
    if proposed.proposed_by == by:
        raise SamePerson("You proposed this shortlist, so a colleague has to release it.")
    proposed.released_by, proposed.released_at = by, at
    session.flush()
    counts = _counts(session, challenge.id)
    fact = ShortlistReleased(
        subject_id=challenge.id,
        **belonging(challenge),
        shortlisted=counts.get(Verdict.SHORTLISTED, 0),
        ideas=sum(counts.values()),
    )
    record(session, fact, by=by, at=at)


def take_back(session: Session, challenge_id: UUID) -> None:
    """What was proposed or released is no longer what the chair decided."""
    session.execute(delete(ShortlistRelease).where(ShortlistRelease.challenge_id == challenge_id))


def _hold(session: Session, challenge: Challenge) -> None:
    if locked(session, challenge).stage is not Stage.WITH_BOARD:
        raise NotDecided("The board is not at work on this challenge.")


def _counts(session: Session, challenge_id: UUID) -> dict[Verdict, int]:
    wanted = select(Referral.verdict, func.count()).where(Referral.challenge_id == challenge_id)
    found = session.execute(wanted.group_by(Referral.verdict))
    return {verdict: number for verdict, number in found}
