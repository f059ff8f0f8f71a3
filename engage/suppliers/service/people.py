"""Who acts for a supplier: joining, leaving, passing it on."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.ids import uuid7
from engage.kernel.locking import lock
from engage.kernel.retention import Kept, delete_batch, forget_in_batches
from engage.kernel.upsert import insert_first
from engage.suppliers import queries
from engage.suppliers.events import (
    SupplierJoined,
    SupplierLeft,
    SupplierLinkAsked,
    SupplierPassedOn,
)
from engage.suppliers.models import PersonRole, Supplier, SupplierPerson

FORMER = Kept(
    what="Names and e-mail addresses of people who no longer act for a supplier",
    days=30,
    after="they left it",
    since=date(2026, 11, 22),
)
RETENTION = (FORMER,)
ACTING = "acting"
"""The purpose the link of somebody without an account is signed for, over their own id."""
NOT_AGAIN_WITHIN = timedelta(minutes=5)


class NotPossible(Refusal):
    """A supplier always has an owner, whom we can reach."""


def kept(session: Session, supplier: Supplier) -> Supplier:
    """This supplier; of a duplicate the one that was kept, locked."""
    while supplier.merged_into_id is not None:
        supplier = session.get_one(Supplier, supplier.merged_into_id, with_for_update=True)
    return supplier


def join(
    session: Session,
    supplier_id: UUID,
    *,
    email: str,
    name: str,
    account_id: UUID | None = None,
    at: datetime,
) -> SupplierPerson:
    """Somebody acts for this supplier from now on; its owner, where it has none.

    Once for an address. Who was there by links has an account from now on; who left is back.
    """
    supplier = kept(session, session.get_one(Supplier, supplier_id, with_for_update=True))
    role = PersonRole.MEMBER if queries.owners(session, supplier.id) else PersonRole.OWNER
    row = {"id": uuid7(), "supplier_id": supplier.id, "email": email, "name": name}
    is_new = insert_first(session, SupplierPerson, {**row, "role": role, "added_at": at})
    person = _known_by(session, supplier, email)
    is_back = person.ended_at is not None
    if is_back:
        person.ended_at, person.role, person.added_at = None, role, at
    if account_id is not None:
        person.account_id, person.name = account_id, name
    session.flush()
    if is_new or is_back:
        fact = SupplierJoined(subject_id=supplier.id, person_id=person.id, role=person.role)
        record(session, fact, by=account_id, at=at)
    return person


def owe_link(session: Session, person: SupplierPerson, *, at: datetime) -> None:
    """A link by e-mail that opens all of the supplier's rooms, for who acts without an account.

    Not when one was sent lately. One statement that also decides, so that two requests owe one.
    """
    lately = SupplierPerson.link_owed_at > at - NOT_AGAIN_WITHIN
    claim = update(SupplierPerson).where(
        SupplierPerson.id == person.id,
        SupplierPerson.account_id.is_(None),
        SupplierPerson.ended_at.is_(None),
        SupplierPerson.link_owed_at.is_(None) | ~lately,
    )
    claimed = session.execute(claim.values(link_owed_at=at).returning(SupplierPerson.id))
    if claimed.first() is not None:
        fact = SupplierLinkAsked(subject_id=person.supplier_id, person_id=person.id)
        record(session, fact, by=None, at=at)


def ask_for_links(session: Session, *, email: str, at: datetime) -> None:
    """Owe the links of every supplier that this address acts for; nobody learns whether any."""
    for person in queries.by_links(session, email):
        owe_link(session, person, at=at)


def _known_by(session: Session, supplier: Supplier, email: str) -> SupplierPerson:
    wanted = select(SupplierPerson).where(
        SupplierPerson.supplier_id == supplier.id, SupplierPerson.email == email
    )
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def leave(
    session: Session,
    supplier: Supplier,
    person: SupplierPerson,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    """From now on this person cannot act for the supplier. A second time changes nothing."""
    _hold(session, supplier, person)
    if person.ended_at is not None:
        return
    if person.email == supplier.email:
        raise NotPossible("We write to this address. Make somebody else the owner first.")
    if queries.owners(session, supplier.id) == [person.id]:
        raise NotPossible("This is the only owner. Make somebody else the owner first.")
    person.ended_at = at
    own = by is not None and by in (person.account_id, person.id)
    fact = SupplierLeft(subject_id=supplier.id, person_id=person.id, own=own)
    record(session, fact, by=by, at=at)


def pass_on(
    session: Session,
    supplier: Supplier,
    person: SupplierPerson,
    *,
    giver: SupplierPerson,
    at: datetime,
) -> None:
    """The giver's part is this person's now: owner, and main contact if the giver was.

    Where the main contact has no account, nobody signs in as it: any owner may pass that on.
    """
    _hold(session, supplier, person)
    lock(session, giver)
    _require_passable(person, giver)
    is_contact = _speaks_for(session, supplier, giver)
    if is_contact and queries.is_known_by(session, person.email):
        raise NotPossible(
            f"{person.name} is the one we write to at another organisation. Choose somebody else."
        )
    person.role, giver.role = PersonRole.OWNER, PersonRole.MEMBER
    if is_contact:
        supplier.email, supplier.contact_name = person.email, person.name
    fact = SupplierPassedOn(subject_id=supplier.id, person_id=person.id, contact=is_contact)
    record(session, fact, by=giver.account_id or giver.id, at=at)


def _require_passable(person: SupplierPerson, giver: SupplierPerson) -> None:
    if giver.ended_at is not None or giver.role is not PersonRole.OWNER:
        raise NotPossible("You are not an owner any more.")
    if person.ended_at is not None:
        raise NotPossible("This person does not act for your organisation any more.")
    if person.id == giver.id:
        raise NotPossible("You are the owner already.")


def _speaks_for(session: Session, supplier: Supplier, giver: SupplierPerson) -> bool:
    """Whether what is passed on holds being the one we write to."""
    return giver.email == supplier.email or not queries.has_account(
        session, supplier.id, supplier.email
    )


def _hold(session: Session, supplier: Supplier, person: SupplierPerson) -> None:
    """The supplier, then the person, as they are now: its owners are counted one at a time."""
    lock(session, supplier)
    lock(session, person)


def forget_due(sessions: Sessions) -> None:
    """All of it."""
    forget_in_batches(sessions, FORMER, forget_former)


def forget_former(session: Session, *, at: datetime) -> int:
    """People who left; the trail keeps the fact, without a name."""
    return len(delete_batch(session, SupplierPerson, SupplierPerson.ended_at < FORMER.until(at)))
