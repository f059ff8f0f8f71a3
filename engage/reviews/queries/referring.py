"""Responses that can be put to the board, with their senders: for officers, after the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.paging import Page
from engage.responses.models import Response, State, Submission
from engage.responses.policy import is_final
from engage.reviews.models import Referral


@dataclass(frozen=True, slots=True)
class Referrable:
    """A submitted response that can be put to the board."""

    id: UUID
    organisation: str
    submitted_at: datetime


def count_referrable(session: Session, challenge: Challenge, *, at: datetime) -> int:
    """How many submitted responses are not with the board; none before the end."""
    if not is_final(challenge, at):
        return 0
    return session.scalar(_submitted(challenge.id).with_only_columns(func.count(Response.id))) or 0


def referrable(
    session: Session, challenge: Challenge, *, at: datetime, page: Page
) -> list[Referrable]:
    """A page of them; none before the end.

    Each page is numbered for itself, so which page a response is on must say as little as its
    number: they come in the order of their digests, and only within a page by name.
    """
    wanted = _with_senders(challenge).order_by(Submission.sha256, Response.id)
    return _read(session, challenge, wanted.offset(page.offset).limit(page.limit), at)


def still_referrable(
    session: Session, challenge: Challenge, ids: Sequence[UUID], *, at: datetime
) -> list[Referrable]:
    """Those of these that can be put to the board now, whatever page they are on."""
    if not ids:
        return []
    return _read(session, challenge, _with_senders(challenge).where(Response.id.in_(ids)), at)


def responses(
    session: Session, challenge: Challenge, ids: list[UUID], *, at: datetime
) -> list[Response]:
    """Those of them that were chosen."""
    if not is_final(challenge, at):
        return []
    wanted = _submitted(challenge.id).where(Response.id.in_(ids))
    return list(session.scalars(wanted))


def _read(
    session: Session,
    challenge: Challenge,
    wanted: Select[UUID, str, datetime],
    at: datetime,
) -> list[Referrable]:
    if not is_final(challenge, at):
        return []
    found = [Referrable(*row) for row in session.execute(wanted)]
    return sorted(found, key=lambda one: (one.organisation.casefold(), one.id))


def _with_senders(challenge: Challenge) -> Select[UUID, str, datetime]:
    return (
        _submitted(challenge.id)
        .with_only_columns(Response.id, Interest.organisation, Submission.submitted_at)
        .join(Interest, Interest.id == Response.interest_id)
    )


def _submitted(challenge_id: UUID) -> Select[Response]:
    return (
        select(Response)
        .join(Submission, Submission.response_id == Response.id)
        .where(
            Response.challenge_id == challenge_id,
            Response.state == State.SUBMITTED,
            Submission.replaced_at.is_(None),
            ~exists().where(Referral.response_id == Response.id),
        )
    )
