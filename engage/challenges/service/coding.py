"""Add CPV codes that somebody searched for, to a draft or to changes that wait."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import history, locked
from engage.challenges.service.amending import as_amended, propose
from engage.challenges.service.drafting import MOST_CODES, revise
from engage.kernel.errors import Refusal


def add_codes(
    session: Session, challenge: Challenge, codes: Collection[str], *, by: UUID | None, at: datetime
) -> None:
    """Add CPV codes to those the draft has."""
    locked(session, challenge)
    revise(session, challenge, changes=_more(challenge, codes), by=by, at=at)


def propose_codes(
    session: Session, challenge: Challenge, codes: Collection[str], *, by: UUID, at: datetime
) -> None:
    """Add CPV codes to those the working copy of an open challenge has."""
    locked(session, challenge)
    copy = as_amended(challenge, history.amendment(session, challenge.id))
    propose(session, challenge, changes=_more(copy, codes), by=by, at=at)


def _more(challenge: Challenge, codes: Collection[str]) -> dict[str, list[str]]:
    wanted = sorted({*challenge.cpv_codes, *codes})
    if len(wanted) > MOST_CODES:
        raise Refusal(f"A challenge has at most {MOST_CODES} CPV codes. Choose fewer.")
    return {"cpv_codes": wanted}
