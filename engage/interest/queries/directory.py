"""The directory of suppliers, for officers: what they say of themselves, and what they did here.

"Here" is one council at a time: what a supplier did with others is not told.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.challenges.models import Challenge
from engage.challenges.reference import region_path, regions_within
from engage.interest.models import Interest
from engage.kernel.paging import Page
from engage.kernel.search import matches, ranked
from engage.suppliers.models import Size, Supplier, SupplierPerson, SupplierRegion
from engage.suppliers.queries import name_one_of

MOST_TAKEN_PART = 100
COLUMNS = (
    *(Supplier.id, Supplier.name, Supplier.size, Supplier.vcse, Supplier.social_enterprise),
    func.substr(Supplier.about, 1, 300).label("about"),
)


def directory(
    session: Session, wanted: Mapping[str, str], authority_id: UUID, *, page: Page
) -> Sequence[Row[*tuple[Any, ...]]]:
    """A page of the suppliers that pass these filters: those the words fit best first."""
    rows = select(*COLUMNS).where(*_tests(wanted, authority_id))
    if "q" in wanted:
        best = ranked(session, "supplier", wanted["q"])
        rows = rows.join(best, best.c.id == Supplier.id).order_by(best.c.score.desc())
    rows = rows.order_by(Supplier.name, Supplier.id)
    return session.execute(rows.offset(page.offset).limit(page.limit)).all()


def count_directory(session: Session, wanted: Mapping[str, str], authority_id: UUID) -> int:
    """How many those are."""
    counted = select(func.count(Supplier.id)).where(*_tests(wanted, authority_id))
    return session.scalar(counted) or 0


def ids_in_directory(wanted: Mapping[str, str], authority_id: UUID) -> Select[Any]:
    """A statement of all of them, for verbs about many."""
    return select(Supplier.id).where(*_tests(wanted, authority_id))


def new_among(session: Session, ids: Sequence[UUID], authority_id: UUID) -> set[UUID]:
    """Those of these suppliers that never registered interest with this council."""
    wanted = select(Supplier.id).where(Supplier.id.in_(ids), is_new_to(authority_id))
    return set(session.scalars(wanted))


def is_new_to(authority_id: UUID) -> ColumnElement[bool]:
    """Suppliers that never registered with this council, by themselves or their address."""
    here = Interest.authority_id == authority_id
    by_row = exists().where(Interest.supplier_id == Supplier.id, here)
    by_address = exists().where(Interest.email == Supplier.email, here)
    return and_(~by_row, ~by_address)


def in_directory(session: Session, actor: Actor, listed_id: UUID) -> Supplier | None:
    """A supplier, for people at the side of any council; of duplicates only the one kept."""
    if not actor.is_council_side:
        return None
    wanted = select(Supplier).where(Supplier.id == listed_id, Supplier.merged_into_id.is_(None))
    return session.scalars(wanted).one_or_none()


def took_part(
    session: Session, supplier_id: UUID, authority_id: UUID
) -> Sequence[Row[*tuple[Any, ...]]]:
    """What a supplier registered for at this council, newest first."""
    wanted = (
        select(
            *(Interest.name, Interest.email, Interest.state, Interest.registered_at),
            *(Challenge.reference, Challenge.title),
        )
        .join(Challenge, Challenge.id == Interest.challenge_id)
        .where(Interest.supplier_id == supplier_id, Interest.authority_id == authority_id)
        .order_by(Interest.registered_at.desc(), Interest.id.desc())
    )
    return session.execute(wanted.limit(MOST_TAKEN_PART)).all()


def addresses_of(supplier: Supplier) -> ColumnElement[Any]:
    """A statement of the addresses at which a supplier is written to."""
    people = select(SupplierPerson.email).where(
        SupplierPerson.supplier_id == supplier.id, SupplierPerson.ended_at.is_(None)
    )
    own = select(Supplier.email).where(Supplier.id == supplier.id)
    registered = select(Interest.email).where(Interest.supplier_id == supplier.id)
    return people.union(own, registered).scalar_subquery()


def _tests(wanted: Mapping[str, str], authority_id: UUID) -> Iterator[ColumnElement[bool]]:
    yield Supplier.merged_into_id.is_(None)
    if "q" in wanted:
        yield matches("supplier", wanted["q"])
    if "cpv" in wanted:
        yield name_one_of([wanted["cpv"]])
    if "region" in wanted:
        served = {*region_path(wanted["region"]), *regions_within(wanted["region"])}
        there = exists().where(SupplierRegion.supplier_id == Supplier.id)
        yield there.where(SupplierRegion.code.in_(sorted(served)))
    if "size" in wanted:
        yield Supplier.size == Size(wanted["size"])
    if "vcse" in wanted:
        yield Supplier.vcse.is_(True)
    if "new" in wanted:
        yield is_new_to(authority_id)
