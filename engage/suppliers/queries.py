"""Reads of suppliers, each shaped for the page or task that asks."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engage.suppliers.models import Supplier, SupplierCpv


def divisions_of(session: Session, supplier_id: UUID) -> list[str]:
    """The CPV divisions a supplier wants to hear of; empty means everything."""
    wanted = select(SupplierCpv.division).where(SupplierCpv.supplier_id == supplier_id)
    return list(session.scalars(wanted.order_by(SupplierCpv.division)))


def named(session: Session, ids: Iterable[UUID]) -> Sequence[Row[UUID, str]]:
    """Id and name of these suppliers, by name."""
    wanted = select(Supplier.id, Supplier.name).where(Supplier.id.in_(list(ids)))
    return session.execute(wanted.order_by(Supplier.name, Supplier.id)).all()


def one_of(
    session: Session, ids: Iterable[UUID], supplier_id: UUID | None = None
) -> Supplier | None:
    """That supplier if it is one of ``ids``; without a choice, the first of them by name."""
    wanted = select(Supplier).where(Supplier.id.in_(list(ids)))
    if supplier_id is not None:
        wanted = wanted.where(Supplier.id == supplier_id)
    return session.scalars(wanted.order_by(Supplier.name, Supplier.id).limit(1)).one_or_none()
