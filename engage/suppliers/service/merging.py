"""What of one supplier's own rows goes to another, and comes back. Both are locked before."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.kernel.upsert import insert_if_absent
from engage.suppliers import queries
from engage.suppliers.models import (
    PersonRole,
    Size,
    Supplier,
    SupplierCpv,
    SupplierPerson,
    SupplierRegion,
)

EMPTY = (None, "", False, Size.UNKNOWN)
FILLED = (
    *("company_number", "charity_number", "ppon", "size", "vcse", "social_enterprise"),
    *("about", "access_needs", "languages", "alerts"),
)


def filled(kept: Supplier, gone: Supplier) -> dict[str, Any]:
    """What the one that is kept takes over, because it says nothing itself."""
    return {
        name: getattr(gone, name)
        for name in FILLED
        if getattr(kept, name) in EMPTY and getattr(gone, name) not in EMPTY
    }


def take_over(session: Session, kept: Supplier, gone: Supplier) -> dict[str, Any]:
    """Move words, regions, subjects and people; what to put back, as plain values."""
    told = filled(kept, gone)
    for name, value in told.items():
        setattr(kept, name, value)
    moved: dict[str, Any] = {"filled": {name: _plain(value) for name, value in told.items()}}
    for key, table in (("regions", SupplierRegion), ("codes", SupplierCpv)):
        moved[key] = _copy(session, table, kept.id, gone.id)
    return moved | {"people": _move_people(session, kept, gone)}


def _copy(
    session: Session, table: type[SupplierRegion | SupplierCpv], kept_id: UUID, gone_id: UUID
) -> list[str]:
    """Codes that only the other has; none where the kept one has none: that means all of them."""
    known, more = (
        set(session.scalars(select(table.code).where(table.supplier_id == each)))
        for each in (kept_id, gone_id)
    )
    added = sorted(more - known) if known or table is SupplierRegion else []
    insert_if_absent(session, table, [{"supplier_id": kept_id, "code": code} for code in added])
    return added


def _move_people(session: Session, kept: Supplier, gone: Supplier) -> dict[str, str]:
    """Everybody whom the kept one does not know, as members while it has an owner."""
    known = select(SupplierPerson.email).where(SupplierPerson.supplier_id == kept.id)
    wanted = select(SupplierPerson).where(
        SupplierPerson.supplier_id == gone.id,
        SupplierPerson.ended_at.is_(None),
        SupplierPerson.email.not_in(known),
    )
    parts: dict[str, str] = {}
    has_owner = bool(queries.owners(session, kept.id))
    for person in session.scalars(wanted.with_for_update()).all():
        parts[str(person.id)] = person.role
        person.supplier_id = kept.id
        person.role = PersonRole.MEMBER if has_owner else person.role
    session.flush()
    return parts


def give_back(session: Session, kept: Supplier, gone: Supplier, moved: Mapping[str, Any]) -> None:
    """Undo ``take_over``, except what somebody changed since."""
    for name, value in moved["filled"].items():
        if _plain(getattr(kept, name)) == value:
            setattr(kept, name, _nothing(name))
    for key, table in (("regions", SupplierRegion), ("codes", SupplierCpv)):
        taken = delete(table).where(table.supplier_id == kept.id, table.code.in_(moved[key]))
        session.execute(taken)
    parts = {UUID(key): PersonRole(part) for key, part in moved["people"].items()}
    wanted = select(SupplierPerson).where(
        SupplierPerson.id.in_(parts), SupplierPerson.supplier_id == kept.id
    )
    for person in session.scalars(wanted.with_for_update()).all():
        person.supplier_id, person.role = gone.id, parts[person.id]
    session.flush()


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Size) else value


def _nothing(name: str) -> Any:
    if name == "size":
        return Size.UNKNOWN
    if name in ("vcse", "social_enterprise", "alerts"):
        return False
    return "" if name in ("about", "access_needs", "languages") else None
