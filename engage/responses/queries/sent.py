"""Reads of what suppliers sent, for the council. Before the end they find nothing.

Each asks ``policy.is_unsealed`` itself, so that no page, export or task can forget to.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, extract, false, func, select
from sqlalchemy.orm import Session, lazyload

from engage.accounts.actor import Actor
from engage.challenges import queries as challenges
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.clock import now
from engage.kernel.paging import Page
from engage.responses import policy
from engage.responses.models import Reading, Response, Submission

HOUR = 3600


@dataclass(frozen=True)
class Sent:
    """One response as it was sent."""

    challenge: Challenge
    submission: Submission
    organisation: str


def unsealed(session: Session, actor: Actor, ref: str) -> Challenge | None:
    """A challenge whose responses this actor may read now."""
    challenge = challenges.for_desk(session, actor, ref)
    if challenge is None or not policy.may_read_responses(actor, challenge, now(session)):
        return None
    return challenge


def count_sent(session: Session, challenge: Challenge, *, at: datetime) -> int:
    """How many responses count; 0 before the end, unless suppliers were told that we count."""
    if not policy.may_count_responses(challenge, at):
        return 0
    wanted = select(func.count()).select_from(Submission).where(_counts(challenge))
    return session.scalar(wanted) or 0


def senders(challenge: Challenge, *, at: datetime) -> Select[UUID]:
    """A statement of the registrations whose responses count; it finds none before the end."""
    wanted = select(Response.interest_id).join(Submission, Submission.response_id == Response.id)
    wanted = wanted.where(_counts(challenge))
    return wanted if policy.is_unsealed(challenge, at) else wanted.where(false())


def sent_rows(
    session: Session, challenge: Challenge, *, reader: UUID | None, at: datetime, page: Page
) -> Sequence[Row[Any]]:
    """Columns of the list, in the order they came; ``is_read``: whether the reader opened it."""
    if not policy.is_unsealed(challenge, at):
        return []
    wanted = (
        _joined(
            Submission.response_id,
            Interest.organisation,
            Submission.receipt,
            Submission.number,
            Submission.words,
            Submission.channel,
            Submission.submitted_at,
            Reading.person_id.is_not(None).label("is_read"),
        )
        .outerjoin(
            Reading,
            and_(Reading.response_id == Response.id, Reading.person_id == reader),
        )
        .where(_counts(challenge))
        .order_by(Submission.id)
    )
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def per_hour(session: Session, challenge: Challenge, *, at: datetime) -> dict[datetime, int]:
    """How many came in each hour: an hour belongs to one day, in London as elsewhere."""
    if not policy.is_unsealed(challenge, at):
        return {}
    second = extract("epoch", Submission.submitted_at)
    hour = (second - second % HOUR).label("hour")
    wanted = select(hour, func.count()).where(_counts(challenge)).group_by(hour)
    return {datetime.fromtimestamp(int(of), UTC): number for of, number in session.execute(wanted)}


def batch(
    session: Session, challenge: Challenge, *, at: datetime, after: UUID | None, limit: int
) -> Sequence[Row[Any]]:
    """The next responses after one, with their answers: columns of the tables made of them."""
    if not policy.is_unsealed(challenge, at):
        return []
    wanted = (
        _joined(
            Submission.id,
            Submission.receipt,
            Interest.organisation,
            Submission.submitted_at,
            Submission.channel,
            Submission.facts,
            Submission.answers,
        )
        .where(_counts(challenge))
        .order_by(Submission.id)
    )
    if after is not None:
        wanted = wanted.where(Submission.id > after)
    return session.execute(wanted.limit(limit)).all()


def counting(session: Session, challenge: Challenge, *, at: datetime) -> Iterator[UUID]:
    """The identifiers of what counts, in the order of ``batch``; each version has its own."""
    if policy.is_unsealed(challenge, at):
        wanted = select(Submission.id).where(_counts(challenge)).order_by(Submission.id)
        yield from session.scalars(wanted.execution_options(yield_per=1000))


def sent_response(session: Session, actor: Actor, ref: str, response_id: UUID) -> Sent | None:
    """One response of a challenge whose responses this actor may read now."""
    challenge = unsealed(session, actor, ref)
    if challenge is None:
        return None
    wanted = (
        _joined(Submission, Interest.organisation)
        .options(lazyload(Submission.response))
        .where(_counts(challenge), Submission.response_id == response_id)
    )
    found = session.execute(wanted).one_or_none()
    return None if found is None else Sent(challenge, found[0], found[1])


def has_read(session: Session, person_id: UUID, response_id: UUID) -> bool:
    """Whether this person opened this response before."""
    return session.get(Reading, (response_id, person_id)) is not None


def neighbours(session: Session, sent: Sent) -> tuple[UUID | None, UUID | None]:
    """The responses before and after this one in the list."""
    here = sent.submission.id
    every = select(Submission.response_id).where(_counts(sent.challenge)).limit(1)
    before = every.where(Submission.id < here).order_by(Submission.id.desc())
    after = every.where(Submission.id > here).order_by(Submission.id)
    return session.scalar(before), session.scalar(after)


def _counts(challenge: Challenge) -> ColumnElement[bool]:
    return and_(Submission.challenge_id == challenge.id, Submission.replaced_at.is_(None))


def _joined(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join(Response, Response.id == Submission.response_id)
        .join(Interest, Interest.id == Response.interest_id)
    )
