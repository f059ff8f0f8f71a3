"""Invitations: a link by e-mail that gives a role once, for two days."""

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from engage.accounts.events import InvitationAccepted, InvitationMade, InvitationWithdrawn
from engage.accounts.models import Invitation, Membership, Person, Role
from engage.accounts.service.people import give_role, keep_hash
from engage.authorities.models import Authority
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.ids import uuid7
from engage.kernel.locking import lock
from engage.kernel.tokens import BadLink
from engage.kernel.upsert import insert_if_absent
from engage.suppliers import queries as suppliers
from engage.suppliers.models import Supplier, SupplierPerson
from engage.suppliers.service import join, owe_link

INVITATION = "invitation"
"""The purpose its link is signed for, over the invitation's id."""
INVITATION_LASTS = timedelta(days=2)
USED = (
    "This invitation has been used. Sign in with the password you chose, or ask for your links"
    " again."
)


def invite(
    session: Session,
    authority: Authority,
    *,
    email: str,
    name: str,
    role: Role,
    by: UUID | None,
    at: datetime,
) -> Invitation:
    """Offer a role at a council to whoever reads this mailbox."""
    address = email.strip().lower()
    _require_needed(session, authority, address, role, at)
    invitation = Invitation(
        authority_id=authority.id,
        role=role,
        name=name,
        email=address,
        invited_by=by,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    session.add(invitation)
    session.flush()
    _record_made(session, invitation, by, at)
    return invitation


def invite_for_supplier(
    session: Session,
    supplier_id: UUID,
    *,
    email: str,
    name: str,
    by: UUID,
    invited_by: UUID | None,
    at: datetime,
) -> Invitation:
    """Offer an account of a supplier. ``by`` a registration when nobody of it has one yet."""
    address = email.strip().lower()
    _require_new(session, supplier_id, address, at)
    invitation = Invitation(
        supplier_id=supplier_id,
        name=name,
        email=address,
        invited_by=invited_by,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    session.add(invitation)
    session.flush()
    _record_made(session, invitation, by, at)
    return invitation


def _require_new(session: Session, supplier_id: UUID, address: str, at: datetime) -> None:
    """The supplier is locked, so that two clicks are one invitation."""
    session.get_one(Supplier, supplier_id, with_for_update=True)
    if suppliers.has_account(session, supplier_id, address):
        raise Refusal("This address has an account for this organisation. Sign in with it.")
    waiting = select(Invitation.id).where(
        Invitation.supplier_id == supplier_id, Invitation.email == address, *_open(at)
    )
    if session.scalar(waiting.limit(1)):
        raise Refusal("An invitation is on its way to this address. Its link works for 2 days.")


def _require_needed(
    session: Session, authority: Authority, address: str, role: Role, at: datetime
) -> None:
    person = session.scalar(select(Person).where(Person.email == address))
    if person and person.disabled_at and _is_here(session, person, authority):
        raise Refusal("This person's account is switched off. Switch it on again instead.")
    if person and session.get(Membership, (person.id, authority.id, role)):
        raise Refusal(f"{person.name} already has this role.")
    waiting = select(Invitation.id).where(
        Invitation.authority_id == authority.id,
        Invitation.email == address,
        Invitation.role == role,
        *_open(at),
    )
    if session.scalar(waiting.limit(1)):
        raise Refusal("There is an open invitation for this. Send it again instead.")


def _is_here(session: Session, person: Person, authority: Authority) -> bool:
    """Whether this council knows the person: what another one did is no business of ours."""
    here = select(Membership.person_id).where(
        Membership.person_id == person.id, Membership.authority_id == authority.id
    )
    return session.scalar(here.limit(1)) is not None


def _open(at: datetime) -> tuple[Any, ...]:
    return (
        Invitation.used_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > at,
    )


def _record_made(session: Session, invitation: Invitation, by: UUID | None, at: datetime) -> None:
    made = InvitationMade(
        subject_id=invitation.id, authority_id=invitation.authority_id, role=invitation.role
    )
    record(session, made, by=by, at=at)


def resend(session: Session, invitation: Invitation, *, by: UUID | None, at: datetime) -> None:
    """Send it again, for two more days."""
    _hold_unused(session, invitation)
    invitation.expires_at = at + INVITATION_LASTS
    _record_made(session, invitation, by, at)


def withdraw(session: Session, invitation: Invitation, *, by: UUID | None, at: datetime) -> None:
    """Take the offer back; its link stops working."""
    _hold_unused(session, invitation)
    invitation.withdrawn_at = at
    fact = InvitationWithdrawn(subject_id=invitation.id, authority_id=invitation.authority_id)
    record(session, fact, by=by, at=at)


def _hold_unused(session: Session, invitation: Invitation) -> None:
    """Lock it as it is now; refuse when somebody used or withdrew it meanwhile."""
    lock(session, invitation)
    if invitation.used_at:
        raise Refusal("This invitation has been accepted already.")
    if invitation.withdrawn_at:
        raise Refusal("This invitation was withdrawn. Make a new one instead.")


def require_open_invitation(session: Session, invitation_id: UUID, *, at: datetime) -> Invitation:
    """The invitation, when its link may be used now; BadLink says what to do when not."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None:
        raise BadLink("This invitation is not there any more. Ask the person who invited you.")
    if invitation.withdrawn_at:
        raise BadLink("This invitation was withdrawn. Ask the person who invited you.")
    if invitation.used_at:
        raise BadLink(USED)
    if invitation.expires_at <= at:
        raise BadLink("This invitation has expired. Ask the person who invited you for a new one.")
    return invitation


def accept(
    session: Session, invitation_id: UUID, *, password_hash: str | None, at: datetime
) -> Person:
    """Take up an invitation, once. A person who has a password already keeps it."""
    invitation = _used(session, invitation_id, at)
    person = _person_for(session, invitation, at)
    if person.password_hash is None:
        if password_hash is None:
            raise Refusal("Choose a password.")
        keep_hash(session, person, password_hash, by=person.id, at=at)
    _join(session, invitation, person, at)
    accepted = InvitationAccepted(
        subject_id=invitation.id, authority_id=invitation.authority_id, person_id=person.id
    )
    record(session, accepted, by=person.id, at=at)
    return person


def accept_by_link(session: Session, invitation_id: UUID, *, at: datetime) -> SupplierPerson:
    """Take up an invitation of a supplier, once, without an account: by links from now on."""
    invitation = _used(session, invitation_id, at)
    if invitation.supplier_id is None:
        raise Refusal("A council's people need an account. Choose a password.")
    email, name = invitation.email, invitation.name
    person = join(session, invitation.supplier_id, email=email, name=name, at=at)
    accepted = InvitationAccepted(subject_id=invitation.id, authority_id=None, person_id=person.id)
    record(session, accepted, by=person.id, at=at)
    owe_link(session, person, at=at)
    return person


def _used(session: Session, invitation_id: UUID, at: datetime) -> Invitation:
    """The invitation, which nobody can use again."""
    invitation = require_open_invitation(session, invitation_id, at=at)
    claim = update(Invitation).where(Invitation.id == invitation_id, *_open(at))
    claimed = session.execute(claim.values(used_at=at).execution_options(synchronize_session=False))
    if cast(CursorResult[Any], claimed).rowcount != 1:
        raise BadLink(USED)
    session.refresh(invitation)
    return invitation


def _person_for(session: Session, invitation: Invitation, at: datetime) -> Person:
    new = {"id": uuid7(), "name": invitation.name, "email": invitation.email, "created_at": at}
    insert_if_absent(session, Person, {**new, "is_operator": False})
    person = session.scalars(select(Person).where(Person.email == invitation.email)).one()
    if person.disabled_at:
        raise Refusal("Your account is switched off. Ask the council you used it at.")
    return person


def _join(session: Session, invitation: Invitation, person: Person, at: datetime) -> None:
    if invitation.authority_id and invitation.role:
        authority = session.get_one(Authority, invitation.authority_id)
        give_role(session, person, authority, invitation.role, by=invitation.invited_by, at=at)
    if invitation.supplier_id:
        who: dict[str, Any] = {"name": person.name, "account_id": person.id}
        join(session, invitation.supplier_id, email=person.email, **who, at=at)
