"""Reads about the people of a council, for its administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Invitation, Membership, Person, Role
from engage.authorities.models import Authority
from engage.kernel.paging import PER_PAGE, Page


@dataclass(frozen=True)
class PersonAt:
    """A person, as one council sees them."""

    authority: Authority
    person: Person
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class InvitationAt:
    """An invitation that was not used yet, and the council it is for."""

    authority: Authority
    invitation: Invitation


def council(session: Session, actor: Actor, slug: str) -> Authority | None:
    """A council where the actor has any role."""
    mine = Authority.id.in_(actor.authorities())
    return session.scalar(select(Authority).where(Authority.slug == slug, mine))


def administered(session: Session, actor: Actor) -> Sequence[Any]:
    """Name and slug of each council the actor administers."""
    mine = Authority.id.in_(actor.authorities(Role.COUNCIL_ADMIN))
    wanted = select(Authority.name, Authority.slug).where(mine).order_by(Authority.name)
    return session.execute(wanted).all()


def person_at(session: Session, actor: Actor, slug: str, person_id: UUID) -> PersonAt | None:
    """Somebody with a role at this council."""
    authority = council(session, actor, slug)
    if authority is None:
        return None
    wanted = (
        select(Person, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.id == person_id, Membership.authority_id == authority.id)
    )
    rows = session.execute(wanted).all()
    if not rows:
        return None
    return PersonAt(authority, rows[0].Person, _in_order({row.role for row in rows}))


def _in_order(roles: set[Role]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in roles)


def roles_at(session: Session, person_id: UUID, authority_id: UUID) -> tuple[Role, ...]:
    """The roles of a person at one council, as they are now."""
    held = select(Membership.role).where(
        Membership.person_id == person_id, Membership.authority_id == authority_id
    )
    return _in_order(set(session.scalars(held)))


def invitation_at(
    session: Session, actor: Actor, slug: str, invitation_id: UUID
) -> InvitationAt | None:
    """An invitation to this council that can still be sent again or withdrawn."""
    authority = council(session, actor, slug)
    if authority is None:
        return None
    wanted = select(Invitation).where(
        Invitation.id == invitation_id, Invitation.authority_id == authority.id, *_waiting()
    )
    invitation = session.scalar(wanted)
    return InvitationAt(authority, invitation) if invitation else None


def _waiting() -> tuple[Any, ...]:
    return Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None)


def count_people(session: Session, authority_id: UUID) -> int:
    """How many people have a role at this council."""
    here = Membership.authority_id == authority_id
    return session.scalar(select(func.count(Membership.person_id.distinct())).where(here)) or 0


def people(
    session: Session, authority_id: UUID, *, page: Page
) -> list[tuple[Any, tuple[Role, ...]]]:
    """One page of people by name, each with their roles here. Two statements."""
    here = select(Membership.person_id).where(Membership.authority_id == authority_id)
    wanted = (
        select(Person.id, Person.name, Person.email, Person.disabled_at)
        .where(Person.id.in_(here))
        .order_by(Person.name, Person.id)
        .offset(page.offset)
        .limit(page.limit)
    )
    rows = session.execute(wanted).all()
    held = select(Membership.person_id, Membership.role).where(
        Membership.authority_id == authority_id,
        Membership.person_id.in_([row.id for row in rows]),
    )
    roles: dict[UUID, set[Role]] = {}
    for person_id, role in session.execute(held):
        roles.setdefault(person_id, set()).add(role)
    return [(row, _in_order(roles.get(row.id, set()))) for row in rows]


def administrators(session: Session, authority_id: UUID) -> Sequence[Row[str, str]]:
    """E-mail address and name of those who administer a council and may sign in."""
    wanted = (
        select(Person.email, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.authority_id == authority_id, Membership.role == Role.COUNCIL_ADMIN)
        .where(Person.disabled_at.is_(None))
    )
    return session.execute(wanted.order_by(Person.name, Person.id).limit(PER_PAGE)).all()


def invited_for_supplier(session: Session, supplier_id: UUID, *, at: datetime) -> Sequence[Any]:
    """Whom a supplier waits for, newest first; the 50 newest."""
    wanted = (
        select(Invitation.name, Invitation.email, Invitation.expires_at)
        .where(Invitation.supplier_id == supplier_id, Invitation.expires_at > at, *_waiting())
        .order_by(Invitation.invited_at.desc(), Invitation.id)
    )
    return session.execute(wanted.limit(PER_PAGE)).all()


def count_invitations(session: Session, authority_id: UUID) -> int:
    """How many invitations were neither accepted nor withdrawn."""
    waiting = select(func.count()).where(Invitation.authority_id == authority_id, *_waiting())
    return session.scalar(waiting) or 0


def invitations(session: Session, authority_id: UUID, *, page: Page, at: datetime) -> Sequence[Any]:
    """One page of invitations that wait for an answer, newest first."""
    wanted = (
        select(
            Invitation.id,
            Invitation.name,
            Invitation.email,
            Invitation.role,
            Invitation.expires_at,
            (Invitation.expires_at <= at).label("expired"),
        )
        .where(Invitation.authority_id == authority_id, *_waiting())
        .order_by(Invitation.invited_at.desc(), Invitation.id)
        .offset(page.offset)
        .limit(page.limit)
    )
    return session.execute(wanted).all()
