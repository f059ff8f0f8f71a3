"""Reads for opening what is sealed with keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from engage.accounts.models import Membership, OpeningKey, Person, Role
from engage.challenges.models import Challenge
from engage.responses.models import Envelope, Submission

MAY_OPEN = (Role.OFFICER, Role.APPROVER, Role.COUNCIL_ADMIN)
MOST_PEOPLE = 200


@dataclass(frozen=True)
class OpenerKey:
    """A key that a challenge is sealed for; ``kept`` is the private one under a phrase."""

    id: UUID
    person_id: UUID
    kept: bytes


@dataclass(frozen=True)
class Opener:
    """Somebody who can open; ``turned_at`` is when they used their key last."""

    person_id: UUID
    name: str
    turned_at: datetime | None


def candidates(session: Session, authority_id: UUID) -> Sequence[Row[OpeningKey, str]]:
    """Keys of the council's people who may open responses, with their names."""
    works_here = select(Membership.person_id).where(
        Membership.authority_id == authority_id, Membership.role.in_(MAY_OPEN)
    )
    wanted = (
        select(OpeningKey, Person.name)
        .join(Person, Person.id == OpeningKey.person_id)
        .where(
            OpeningKey.replaced_at.is_(None),
            Person.disabled_at.is_(None),
            Person.id.in_(works_here),
        )
    )
    return session.execute(wanted.order_by(Person.name, Person.id).limit(MOST_PEOPLE)).all()


def opening_keys(session: Session, challenge_id: UUID) -> Sequence[UUID]:
    """The keys that a challenge is sealed for."""
    wanted = select(Envelope.first_key_id).where(Envelope.challenge_id == challenge_id)
    return session.scalars(wanted.distinct()).all()


def openers(session: Session, challenge_id: UUID) -> list[Opener]:
    """Who can open, by name; empty when it is done."""
    wanted = (
        select(Person.id, Person.name, func.max(Envelope.peeled_at))
        .join(OpeningKey, OpeningKey.person_id == Person.id)
        .join(Envelope, Envelope.first_key_id == OpeningKey.id)
        .where(Envelope.challenge_id == challenge_id)
        .group_by(Person.id, Person.name)
        .order_by(Person.name)
    )
    return [Opener(*row) for row in session.execute(wanted)]


def opener_key(session: Session, challenge_id: UUID, person_id: UUID) -> OpenerKey | None:
    """This person's key to a challenge; None when it is not sealed for them."""
    wanted = (
        select(OpeningKey.id, OpeningKey.person_id, OpeningKey.kept)
        .join(Envelope, Envelope.first_key_id == OpeningKey.id)
        .where(Envelope.challenge_id == challenge_id, OpeningKey.person_id == person_id)
    )
    row = session.execute(wanted.limit(1)).one_or_none()
    return OpenerKey(*row) if row else None


def envelopes(session: Session, challenge_id: UUID) -> Sequence[Envelope]:
    wanted = select(Envelope).where(Envelope.challenge_id == challenge_id)
    return session.scalars(wanted.order_by(Envelope.id)).all()


def openers_to_tell(session: Session, challenge_id: UUID) -> Sequence[Row[str, str]]:
    """Address and name of whoever can open."""
    wanted = (
        select(Person.email, Person.name)
        .join(OpeningKey, OpeningKey.person_id == Person.id)
        .join(Envelope, Envelope.first_key_id == OpeningKey.id)
        .where(Envelope.challenge_id == challenge_id, Person.disabled_at.is_(None))
    )
    return session.execute(wanted.distinct().order_by(Person.email)).all()


def still_sealed(session: Session, challenge: Challenge) -> tuple[int, int]:
    """While two officers' opening is at work: how many responses are still closed, and of all."""
    counted = select(func.count(), func.count(Submission.sealed)).where(
        Submission.challenge_id == challenge.id, Submission.replaced_at.is_(None)
    )
    total, closed = session.execute(counted).one()
    return closed, total
