"""People and what they may do where."""

from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.orm import Session

from engage.accounts import passwords
from engage.accounts.events import (
    AccountDisabled,
    AccountEnabled,
    OperatorMade,
    PasswordChanged,
    RoleGiven,
    RoleRemoved,
)
from engage.accounts.models import Membership, Person, Role
from engage.accounts.service.sessions import end_sessions
from engage.authorities.models import Authority
from engage.kernel.errors import Refusal
from engage.kernel.events import record


def add_person(
    session: Session,
    *,
    name: str,
    email: str,
    operator: bool = False,
    at: datetime,
) -> Person:
    """Somebody new, who cannot sign in before they have a password."""
    address = email.strip().lower()
    if session.scalar(select(Person.id).where(Person.email == address)):
        raise Refusal(f"There is already an account for {address}.")
    person = Person(name=name, email=address, is_operator=operator, created_at=at)
    session.add(person)
    session.flush()
    return person


def is_known(session: Session, email: str) -> bool:
    """Whether somebody has an account with this address."""
    wanted = select(Person.id).where(Person.email == email.strip().lower())
    return session.scalar(wanted) is not None


def set_password(
    session: Session, person: Person, password: str, *, by: UUID | None, at: datetime
) -> None:
    """Hash and keep it. Views hash before they open a transaction, and call ``keep_hash``."""
    keep_hash(session, person, passwords.hashed(password), by=by, at=at)


def keep_hash(
    session: Session,
    person: Person,
    password_hash: str,
    *,
    by: UUID | None,
    at: datetime,
    staying: UUID | None = None,
) -> None:
    """Give a new password, and sign out every browser but the one that is ``staying``."""
    person.password_hash = password_hash
    end_sessions(session, person.id, at=at, but=staying)
    record(session, PasswordChanged(subject_id=person.id), by=by, at=at)


def give_role(
    session: Session,
    person: Person,
    authority: Authority,
    role: Role,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    """Let a person do what ``role`` may; nothing happens when they may already."""
    key = {"person_id": person.id, "authority_id": authority.id, "role": role}
    if session.get(Membership, tuple(key.values())) is not None:
        return
    session.add(Membership(**key))
    session.flush()
    given = RoleGiven(subject_id=person.id, authority_id=authority.id, role=role)
    record(session, given, by=by, at=at)


def remove_role(
    session: Session,
    person: Person,
    authority: Authority,
    role: Role,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    """Take a role away; a council keeps at least one administrator."""
    _hold(session, authority)
    if role is Role.COUNCIL_ADMIN:
        _require_other_admin(session, authority, person)
    gone = delete(Membership).where(
        Membership.person_id == person.id,
        Membership.authority_id == authority.id,
        Membership.role == role,
    )
    if cast(CursorResult[object], session.execute(gone)).rowcount != 1:
        raise Refusal(f"{person.name} does not have this role any more.")
    removed = RoleRemoved(subject_id=person.id, authority_id=authority.id, role=role)
    record(session, removed, by=by, at=at)


def disable(
    session: Session, person: Person, authority: Authority, *, by: UUID | None, at: datetime
) -> None:
    """Keep a person of this council out, and sign them out everywhere at once."""
    _hold(session, authority)
    _require_own(session, person, authority, by)
    _require_other_admin(session, authority, person)
    if person.disabled_at is not None:
        return
    person.disabled_at = at
    end_sessions(session, person.id, at=at)
    fact = AccountDisabled(subject_id=person.id, authority_id=authority.id)
    record(session, fact, by=by, at=at)


def enable(
    session: Session, person: Person, authority: Authority, *, by: UUID | None, at: datetime
) -> None:
    """Let somebody in again, with the roles they had."""
    _require_own(session, person, authority, by)
    if person.disabled_at is None:
        return
    person.disabled_at = None
    record(session, AccountEnabled(subject_id=person.id, authority_id=authority.id), by=by, at=at)


def _hold(session: Session, authority: Authority) -> None:
    """Two administrators who remove each other at once do it one after the other."""
    session.execute(select(Authority.id).where(Authority.id == authority.id).with_for_update())


def _require_own(session: Session, person: Person, authority: Authority, by: UUID | None) -> None:
    if person.id == by:
        raise Refusal("You cannot switch your own account off or on. Ask another administrator.")
    elsewhere = select(Membership.person_id).where(
        Membership.person_id == person.id, Membership.authority_id != authority.id
    )
    if person.is_operator or session.scalar(elsewhere.limit(1)):
        raise Refusal(
            f"{person.name} also works for others here, so you cannot switch the account off or on."
            " Remove their roles at your council instead."
        )


def _require_other_admin(session: Session, authority: Authority, person: Person) -> None:
    """Refuse when ``person`` is the only administrator who can still sign in."""
    admins = (
        select(func.count())
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.authority_id == authority.id,
            Membership.role == Role.COUNCIL_ADMIN,
            Person.disabled_at.is_(None),
        )
    )
    others = admins.where(Person.id != person.id)
    if session.scalar(admins) and not session.scalar(others):
        raise Refusal(
            f"{person.name} is the only administrator of {authority.name}."
            " Make somebody else administrator first."
        )


def make_operator(session: Session, *, email: str, by: UUID | None, at: datetime) -> Person:
    """Let somebody with an account see how the installation is doing."""
    person = session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        raise Refusal(
            f"Nobody here has the e-mail address {email}. Add --name to make them an account."
        )
    person.is_operator = True
    record(session, OperatorMade(subject_id=person.id), by=by, at=at)
    return person
