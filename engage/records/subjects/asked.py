"""About whom, by whom: the identifiers that stand for one address, and whose data is searched."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, false, func, select, true, union_all
from sqlalchemy.orm import Session

from engage.accounts.models import Membership, Person
from engage.authorities.models import Authority
from engage.interest.models import Interest
from engage.suppliers.models import SupplierPerson

MOST_IDENTIFIERS = 20_000
OF_NO_COUNCIL = {"person", "supplier"}


@dataclass(frozen=True)
class Asked:
    """Somebody, by their address. ``council`` None: everything that this installation holds."""

    email: str
    identifiers: frozenset[UUID]
    council: Authority | None = None


def asked_about(session: Session, email: str, council: Authority | None = None) -> Asked:
    """An account, the suppliers they act for, and each registration of interest with it."""
    address = email.strip().lower()
    everything = union_all(
        select(Person.id).where(func.lower(Person.email) == address),
        select(SupplierPerson.id).where(SupplierPerson.email == address),
        select(Interest.id).where(func.lower(Interest.email) == address),
    )
    found = session.execute(everything.limit(MOST_IDENTIFIERS)).scalars()
    return Asked(address, frozenset(found), council)


def interests(asked: Asked) -> Select[UUID]:
    return select(Interest.id).where(func.lower(Interest.email) == asked.email)


def actors(asked: Asked) -> Select[UUID]:
    """Whatever stands for this person where something was done."""
    people = select(Person.id).where(func.lower(Person.email) == asked.email)
    members = select(SupplierPerson.id).where(SupplierPerson.email == asked.email)
    everything = union_all(people, members, interests(asked)).subquery()
    return select(everything.c.id)


def is_here(table: Table, council: Authority | None) -> bool:
    """Whether a table can hold anything of a council's own."""
    return _where(table, council) is not None


def here(table: Table, council: Authority | None) -> ColumnElement[bool]:
    """What of a table is a council's own.

    A council sees what belongs to it, and the accounts of those who work there: not where else
    somebody signs in, acts or subscribes.
    """
    found = _where(table, council)
    return false() if found is None else found


def _where(table: Table, council: Authority | None) -> ColumnElement[bool] | None:
    if council is None:
        return true()
    if table.name == Person.__tablename__:
        works = select(Membership.person_id).where(Membership.authority_id == council.id)
        return table.c.id.in_(works)
    if "authority_id" in table.c:
        ours: ColumnElement[bool] = table.c.authority_id == council.id
        return ours
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        parent = key.column.table
        if parent.name in OF_NO_COUNCIL or parent is table:
            continue
        above = _where(parent, council)
        if above is not None:
            return key.parent.in_(select(key.column).where(above))
    return None
