"""Let go of changes that nobody published: somebody wants to, or it is too late for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.events import AmendmentDropped
from engage.challenges.models import Amendment, Challenge
from engage.challenges.queries import history, locked
from engage.challenges.service.amending import NotAmendable, waiting
from engage.kernel.events import belonging, record


def drop_amendment(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> None:
    """Throw the working copy away."""
    locked(session, challenge)
    amendment = history.amendment(session, challenge.id)
    if amendment is None:
        raise NotAmendable("There are no changes to throw away.")
    _drop(session, challenge, amendment, too_late=False, by=by, at=at)


def end_amendment(session: Session, challenge: Challenge, *, by: UUID | None, at: datetime) -> None:
    """The statement stays as it is from here on: no page shows a working copy any more."""
    amendment = history.amendment(session, challenge.id)
    if amendment is not None:
        _drop(session, challenge, amendment, too_late=True, by=by, at=at)


def _drop(
    session: Session,
    challenge: Challenge,
    amendment: Amendment,
    *,
    too_late: bool,
    by: UUID | None,
    at: datetime,
) -> None:
    fields = tuple(waiting(challenge, amendment))
    session.delete(amendment)
    session.flush()
    fact = AmendmentDropped(
        subject_id=challenge.id, **belonging(challenge), too_late=too_late, fields=fields
    )
    record(session, fact, by=by, at=at)
