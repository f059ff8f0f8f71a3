"""Reads of suppliers, each shaped for the page or task that asks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from engage.kernel.paging import Page
from engage.suppliers.models import (
    PersonRole,
    Supplier,
    SupplierCpv,
    SupplierPerson,
    SupplierRegion,
)

LONGEST_CODE = 8
MOST_LINKS = 30  # of one address, in answer to one request


def branch_of(code: str) -> str:
    """The digits of a CPV code that say something: 72267 of 72267000, 30 of 30000000."""
    return code.rstrip("0").ljust(2, "0")


def fits(codes: Collection[str]) -> ColumnElement[bool]:
    """Which suppliers' interests fit one of these CPV codes; who named none wants everything.

    A code and an interest fit when one lies in the branch of the other: who wants 72267 hears of
    72000000 and of 72267100.
    """
    return or_(~_subjects(), name_one_of(codes))


def name_one_of(codes: Collection[str]) -> ColumnElement[bool]:
    """Which suppliers named a subject that fits one of these CPV codes."""
    return _subjects().where(same_branch(codes))


def same_branch(codes: Collection[str]) -> ColumnElement[bool]:
    """Which named subjects lie above or below one of these CPV codes."""
    branches = sorted({branch_of(code) for code in codes})
    above = {branch[:size] for branch in branches for size in range(2, len(branch) + 1)}
    below = [
        SupplierCpv.code.between(branch, branch.ljust(LONGEST_CODE, "9")) for branch in branches
    ]
    return or_(SupplierCpv.code.in_(sorted(above)), *below)


def _subjects() -> Exists:
    return exists().where(SupplierCpv.supplier_id == Supplier.id)


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


def has_account(session: Session, supplier_id: UUID, email: str) -> bool:
    """Whether this address already acts for the supplier with an account."""
    wanted = _acting(SupplierPerson.supplier_id == supplier_id, SupplierPerson.email == email)
    return session.scalar(wanted.where(SupplierPerson.account_id.is_not(None)).limit(1)) is not None


def of_colleague(session: Session, email: str) -> UUID | None:
    """The one supplier this address acts for; None for none, several, or its own.

    Whoever acts for one has shown that the address is theirs, and was invited by an owner.
    """
    wanted = _acting(SupplierPerson.email == email)
    found = session.scalars(wanted.with_only_columns(SupplierPerson.supplier_id).limit(2)).all()
    return found[0] if len(found) == 1 and not is_known_by(session, email) else None


def by_links(session: Session, email: str) -> Sequence[SupplierPerson]:
    """For whom this address acts without an account; not as the address the supplier is known by:
    that one gets the links of what it registered for.
    """
    wanted = (
        select(SupplierPerson)
        .join(Supplier, Supplier.id == SupplierPerson.supplier_id)
        .where(
            SupplierPerson.email == email.lower(),
            SupplierPerson.account_id.is_(None),
            SupplierPerson.ended_at.is_(None),
            Supplier.email != SupplierPerson.email,
        )
        .order_by(SupplierPerson.added_at)
        .limit(MOST_LINKS)
    )
    return session.scalars(wanted).all()


def contact(session: Session, supplier: Supplier) -> SupplierPerson | None:
    """The person whose address the supplier is known by, while they act for it."""
    wanted = select(SupplierPerson).where(
        SupplierPerson.supplier_id == supplier.id,
        SupplierPerson.email == supplier.email,
        SupplierPerson.ended_at.is_(None),
    )
    return session.scalars(wanted).one_or_none()


def parts(session: Session, ids: Collection[UUID]) -> Sequence[Row[UUID, UUID, PersonRole]]:
    """Of those who came by links and still act for a supplier: id, supplier and role."""
    wanted = select(SupplierPerson.id, SupplierPerson.supplier_id, SupplierPerson.role)
    return session.execute(
        wanted.where(
            SupplierPerson.id.in_(list(ids)),
            SupplierPerson.ended_at.is_(None),
            SupplierPerson.account_id.is_(None),
        )
    ).all()


def linked(session: Session, person_id: UUID) -> tuple[SupplierPerson, Supplier] | None:
    """Whose link it is, while they act for the supplier without an account."""
    wanted = (
        select(SupplierPerson, Supplier)
        .join(Supplier, Supplier.id == SupplierPerson.supplier_id)
        .where(
            SupplierPerson.id == person_id,
            SupplierPerson.ended_at.is_(None),
            SupplierPerson.account_id.is_(None),
        )
    )
    row = session.execute(wanted).one_or_none()
    return (row[0], row[1]) if row else None


def is_known_by(session: Session, email: str) -> bool:
    """Whether some supplier is known by this address."""
    return session.scalar(select(Supplier.id).where(Supplier.email == email)) is not None


def owners(session: Session, supplier_id: UUID) -> Sequence[UUID]:
    """The ids of those who answer for the supplier's people."""
    is_owner = SupplierPerson.role == PersonRole.OWNER
    return session.scalars(_acting(SupplierPerson.supplier_id == supplier_id, is_owner)).all()


def people(session: Session, supplier_id: UUID, *, page: Page) -> Sequence[SupplierPerson]:
    """Who acts for a supplier, owners first, then by name."""
    wanted = select(SupplierPerson).where(
        SupplierPerson.supplier_id == supplier_id, SupplierPerson.ended_at.is_(None)
    )
    ordered = wanted.order_by(SupplierPerson.role.desc(), SupplierPerson.name, SupplierPerson.id)
    return session.scalars(ordered.offset(page.offset).limit(page.limit)).all()


def count_people(session: Session, supplier_id: UUID) -> int:
    """How many those are."""
    wanted = _acting(SupplierPerson.supplier_id == supplier_id)
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def person_of_account(
    session: Session, supplier_id: UUID, account_or_own_id: UUID | None
) -> SupplierPerson | None:
    """Whoever acts for this supplier with this account, or by the link of this person."""
    wanted = select(SupplierPerson).where(
        or_(
            SupplierPerson.account_id == account_or_own_id,
            and_(SupplierPerson.id == account_or_own_id, SupplierPerson.account_id.is_(None)),
        ),
        SupplierPerson.supplier_id == supplier_id,
        SupplierPerson.ended_at.is_(None),
    )
    return session.scalars(wanted).one_or_none()


def person_among(
    session: Session, suppliers: Iterable[UUID], supplier_id: UUID, person_id: UUID
) -> tuple[Supplier, SupplierPerson] | None:
    """Somebody who acts for that supplier, if it is one of ``suppliers``, with it."""
    wanted = (
        select(Supplier, SupplierPerson)
        .join(SupplierPerson, SupplierPerson.supplier_id == Supplier.id)
        .where(
            Supplier.id == supplier_id,
            Supplier.id.in_(list(suppliers)),
            SupplierPerson.id == person_id,
            SupplierPerson.ended_at.is_(None),
        )
    )
    row = session.execute(wanted).one_or_none()
    return (row[0], row[1]) if row else None


def _acting(*which: ColumnElement[bool]) -> Select[UUID]:
    return select(SupplierPerson.id).where(SupplierPerson.ended_at.is_(None), *which)


def named(session: Session, ids: Collection[UUID]) -> Sequence[Row[UUID, str]]:
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
