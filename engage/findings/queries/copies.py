"""Reads of public copies, and of what is withheld from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Person
from engage.challenges import queries as challenges
from engage.challenges.models import Challenge
from engage.findings.models import PublicCopy, Redaction, SentAnswer
from engage.findings.service.deleting import waiting
from engage.findings.service.publishing import may_be_public
from engage.kernel.paging import Page
from engage.responses import queries as responses


@dataclass(frozen=True)
class Withheld:
    """Words that stay out of a copy, and the challenge they are about."""

    challenge: Challenge
    redaction: Redaction


@dataclass(frozen=True)
class State:
    """How many copies could be public, are public, and how many answers are to be deleted."""

    possible: int
    public: int
    withheld: int
    to_delete: int


def state(session: Session, challenge: Challenge) -> State:
    possible = select(func.count()).select_from(may_be_public(challenge).subquery())
    public = select(func.count()).where(PublicCopy.challenge_id == challenge.id)
    withheld = (
        select(func.count(SentAnswer.id.distinct()))
        .join(Redaction, Redaction.answer_id == SentAnswer.id)
        .where(SentAnswer.challenge_id == challenge.id)
    )
    to_delete = select(func.count()).where(waiting(challenge.id))
    asked = (possible, public, withheld, to_delete)
    return State(*session.execute(select(*(each.scalar_subquery() for each in asked))).one())


def withheld_of(session: Session, answer_id: UUID) -> Sequence[Row[Redaction, str]]:
    """What of an answer is withheld, and who decided so."""
    wanted = (
        select(Redaction, Person.name)
        .join(Person, Person.id == Redaction.made_by)
        .where(Redaction.answer_id == answer_id)
        .order_by(Redaction.begins, Redaction.id)
    )
    return session.execute(wanted.limit(500)).all()


def redaction(session: Session, actor: Actor, ref: str, redaction_id: UUID) -> Withheld | None:
    challenge = responses.unsealed(session, actor, ref)
    if challenge is None:
        return None
    wanted = (
        select(Redaction)
        .join(SentAnswer, SentAnswer.id == Redaction.answer_id)
        .where(Redaction.id == redaction_id, SentAnswer.challenge_id == challenge.id)
    )
    found = session.scalars(wanted).one_or_none()
    return None if found is None else Withheld(challenge, found)


def with_copies(session: Session, actor: Any, ref: str) -> Challenge | None:
    """A public challenge of which some copy is public."""
    challenge = challenges.public(session, actor, ref)
    if challenge is None or not count_public(session, challenge):
        return None
    return challenge


def count_public(session: Session, challenge: Challenge) -> int:
    wanted = select(func.count()).where(PublicCopy.challenge_id == challenge.id)
    return session.scalar(wanted) or 0


def public_copies(session: Session, challenge: Challenge, page: Page) -> Sequence[PublicCopy]:
    wanted = (
        select(PublicCopy)
        .where(PublicCopy.challenge_id == challenge.id)
        .order_by(PublicCopy.number)
        .offset(page.offset)
        .limit(page.limit)
    )
    return session.scalars(wanted).all()
