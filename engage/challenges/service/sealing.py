"""Choose when responses may be read, before anybody can send one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.events import SealingChosen
from engage.challenges.lifecycle import UNPUBLISHED
from engage.challenges.models import Challenge, Sealing
from engage.challenges.queries import locked
from engage.challenges.service.drafting import NotADraft
from engage.kernel.events import record


def why_sealing_stays(challenge: Challenge) -> str:
    """Why nobody can choose any more; empty while somebody can."""
    if challenge.stage in UNPUBLISHED:
        return ""
    return (
        "Suppliers were told when the challenge was published, and wrote what they wrote because "
        "of it. So this can no longer change."
    )


def choose_sealing(
    session: Session, challenge: Challenge, *, sealing: Sealing, by: UUID, at: datetime
) -> None:
    """Say when the council may read responses. Raises NotADraft from publication on."""
    locked(session, challenge)
    if reason := why_sealing_stays(challenge):
        raise NotADraft(reason)
    if challenge.sealing is sealing:
        return
    challenge.sealing = sealing
    session.flush()
    fact = SealingChosen(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        sealing=sealing.value,
    )
    record(session, fact, by=by, at=at)
