"""Reads about who is asking: the actor, their credentials and their sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Membership, OpeningKey, Person, SignIn
from engage.authorities.models import Authority
from engage.kernel.tokens import fingerprint
from engage.suppliers.models import PersonRole, SupplierPerson

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
WHO_ASKS = (
    select(
        Person.id,
        Person.name,
        Person.email,
        Person.is_operator,
        SignIn.id.label("sign_in_id"),
        SignIn.last_seen_at,
        Membership.authority_id,
        Membership.role,
        SupplierPerson.supplier_id,
        SupplierPerson.role.label("part"),
    )
    .join(SignIn, SignIn.person_id == Person.id)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .outerjoin(
        SupplierPerson,
        and_(SupplierPerson.account_id == Person.id, SupplierPerson.ended_at.is_(None)),
    )
    .where(
        SignIn.secret_hash == bindparam("secret"),
        SignIn.ended_at.is_(None),
        SignIn.last_seen_at > bindparam("idle_since"),
        SignIn.began_at > bindparam("oldest"),
        Person.disabled_at.is_(None),
    )
)
"""Put together once: every page that somebody asks for asks this."""


def actor_for(session: Session, cookie: str, *, at: datetime) -> tuple[Actor, datetime] | None:
    """The actor a session cookie stands for and when they were last seen, in one statement.

    None when the session was ended, has been idle for ``IDLE`` or is older than ``LONGEST``.
    """
    about = {"secret": fingerprint(cookie), "idle_since": at - IDLE, "oldest": at - LONGEST}
    rows = session.execute(WHO_ASKS, about).all()
    if not rows:
        return None
    return _actor(rows, cookie), rows[0].last_seen_at


def _actor(found: Sequence[Any], cookie: str) -> Actor:
    first = found[0]
    return Actor(
        id=first.id,
        name=first.name,
        email=first.email,
        operator=first.is_operator,
        roles=frozenset((row.authority_id, row.role) for row in found if row.role),
        suppliers=frozenset(row.supplier_id for row in found if row.supplier_id),
        owns=frozenset(row.supplier_id for row in found if row.part is PersonRole.OWNER),
        sign_in_id=first.sign_in_id,
        cookie=cookie,
    )


@dataclass(frozen=True)
class Credentials:
    """What a typed password is checked against. ``stored``: None when there is nothing to fit."""

    person_id: UUID
    name: str
    email: str
    stored: str | None


def credentials(session: Session, email: str) -> Credentials | None:
    """The credentials behind an e-mail address, unless the account is switched off."""
    return _credentials(session, Person.email == email.strip().lower())


def credentials_of(session: Session, person_id: UUID) -> Credentials | None:
    """The credentials of somebody who is signed in."""
    return _credentials(session, Person.id == person_id)


def _credentials(session: Session, which: ColumnElement[bool]) -> Credentials | None:
    wanted = select(Person.id, Person.name, Person.email, Person.password_hash)
    row = session.execute(wanted.where(which, Person.disabled_at.is_(None))).first()
    return row and Credentials(*row)


def has_password(session: Session, email: str) -> bool:
    """Whether this person has chosen a password already."""
    found = credentials(session, email)
    return found is not None and found.stored is not None


def held_roles(session: Session, person_id: UUID) -> Sequence[Any]:
    """The person's roles with the name of each council."""
    wanted = (
        select(Authority.name, Membership.role)
        .join(Membership, Membership.authority_id == Authority.id)
        .where(Membership.person_id == person_id)
        .order_by(Authority.name, Membership.role)
    )
    return session.execute(wanted).all()


def opening_key_since(session: Session, person_id: UUID) -> datetime | None:
    """When this person made the opening key that they use now; None when they have none."""
    wanted = select(OpeningKey.made_at).where(
        OpeningKey.person_id == person_id, OpeningKey.replaced_at.is_(None)
    )
    return session.scalar(wanted)


def sign_ins(session: Session, person_id: UUID, *, at: datetime) -> Sequence[Any]:
    """The browsers in which a person is signed in now, the latest first; 50 at most."""
    wanted = (
        select(SignIn.id, SignIn.browser, SignIn.began_at, SignIn.last_seen_at)
        .where(
            SignIn.person_id == person_id,
            SignIn.ended_at.is_(None),
            SignIn.last_seen_at > at - IDLE,
            SignIn.began_at > at - LONGEST,
        )
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
        .limit(50)
    )
    return session.execute(wanted).all()


def own_sign_in(session: Session, actor: Actor, sign_in_id: UUID) -> SignIn | None:
    """A session of the actor's own that has not been ended."""
    wanted = select(SignIn).where(
        SignIn.id == sign_in_id, SignIn.person_id == actor.id, SignIn.ended_at.is_(None)
    )
    return session.scalar(wanted)
