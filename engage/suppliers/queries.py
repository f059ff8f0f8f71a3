"""Reads of suppliers, each shaped for the page or task that asks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select
from sqlalchemy.orm import Session

from engage.suppliers.models import Supplier, SupplierCpv, SupplierRegion

LONGEST_CODE = 8


def branch_of(code: str) -> str:
    """The digits of a CPV code that say something: 72267 of 72267000, 30 of 30000000."""
    return code.rstrip("0").ljust(2, "0")


def fits(codes: Collection[str]) -> ColumnElement[bool]:
    """Which suppliers' interests fit one of these CPV codes; who named none wants everything.

    A code and an interest fit when one lies in the branch of the other: who wants 72267 hears of
    72000000 and of 72267100.
    """
    anything = exists().where(SupplierCpv.supplier_id == Supplier.id)
    branches = sorted({branch_of(code) for code in codes})
    above = {branch[:size] for branch in branches for size in range(2, len(branch) + 1)}
    below = [
        SupplierCpv.code.between(branch, branch.ljust(LONGEST_CODE, "9")) for branch in branches
    ]
    return or_(~anything, anything.where(or_(SupplierCpv.code.in_(sorted(above)), *below)))


def wants_alerts() -> ColumnElement[bool]:
    """Suppliers that asked for news; of duplicates only the one that was kept."""
    return and_(Supplier.alerts, Supplier.merged_into_id.is_(None))


def codes_of(session: Session, supplier_id: UUID) -> list[str]:
    """The branches of the CPV tree a supplier wants to hear of; empty means everything."""
    wanted = select(SupplierCpv.code).where(SupplierCpv.supplier_id == supplier_id)
    return list(session.scalars(wanted.order_by(SupplierCpv.code)))


def regions_of(session: Session, supplier_id: UUID) -> list[str]:
    """The ITL codes of the regions a supplier serves."""
    return regions_of_each(session, [supplier_id]).get(supplier_id, [])


def regions_of_each(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, list[str]]:
    """The same of several suppliers, in one statement."""
    wanted = select(SupplierRegion).where(SupplierRegion.supplier_id.in_(list(ids)))
    found: dict[UUID, list[str]] = {}
    for row in session.scalars(wanted.order_by(SupplierRegion.code)):
        found.setdefault(row.supplier_id, []).append(row.code)
    return found


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
