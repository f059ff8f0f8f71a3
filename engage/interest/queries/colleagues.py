"""Reads of the people of a supplier, for those who act for it."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.suppliers import queries as suppliers
from engage.suppliers.models import Supplier, SupplierPerson


class Colleague(NamedTuple):
    """Somebody who acts for a supplier, and which."""

    supplier: Supplier
    person: SupplierPerson


def colleague_of(
    session: Session, actor: Actor, supplier_id: UUID, colleague_id: UUID
) -> Colleague | None:
    """One of the people of a supplier for which the actor acts."""
    found = suppliers.person_among(session, actor.suppliers, supplier_id, colleague_id)
    return Colleague(*found) if found else None
