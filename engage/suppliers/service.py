"""The verbs of suppliers: find or add one, describe it, ask for alerts. None commits."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.ids import uuid7
from engage.kernel.locking import lock
from engage.kernel.upsert import insert_if_absent
from engage.kernel.versions import require_seen
from engage.suppliers import queries
from engage.suppliers.events import SupplierAdded, SupplierDescribed
from engage.suppliers.models import Size, Supplier, SupplierCpv

COMPANY_NUMBER = re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}|[A-Z]{2}[0-9]{5}[A-Z]|R[0-9]{7}")


class NotACompanyNumber(Refusal):
    """Companies House gives no such numbers."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a supplier says of itself. ``divisions``: first two digits of CPV codes."""

    name: str
    company_number: str | None
    size: Size
    vcse: bool
    region: str
    about: str
    divisions: frozenset[str]
    alerts: bool


FIELDS = ("name", "company_number", "size", "vcse", "region", "about", "alerts")


def find_or_add(
    session: Session, *, name: str, contact_name: str, email: str, at: datetime
) -> Supplier:
    """The supplier with this e-mail address, made now if there is none; two callers get one."""
    fresh = uuid7()
    row = {
        "id": fresh,
        "name": name,
        "contact_name": contact_name,
        "email": email.lower(),
        "created_at": at,
    }
    insert_if_absent(session, Supplier, row)
    wanted = select(Supplier).where(Supplier.email == email.lower()).with_for_update()
    supplier = session.scalars(wanted).one()
    if supplier.id == fresh:
        record(session, SupplierAdded(subject_id=fresh), by=None, at=at)
    return supplier


def ask_for_alerts(session: Session, supplier: Supplier, *, divisions: Iterable[str]) -> None:
    """Tell the supplier about new challenges of these CPV divisions too; narrows nothing.

    No division at all means everything, so a supplier that hears of everything goes on to.
    """
    hears_all = supplier.alerts and not queries.divisions_of(session, supplier.id)
    supplier.alerts = True
    if not hears_all:
        _add_divisions(session, supplier, divisions)


def profile_of(session: Session, supplier: Supplier) -> dict[str, Any]:
    """What a supplier says of itself now, by the names of a ``Profile``."""
    said = {name: getattr(supplier, name) for name in FIELDS}
    return {**said, "divisions": queries.divisions_of(session, supplier.id)}


def describe(
    session: Session,
    supplier: Supplier,
    profile: Profile,
    *,
    by: UUID,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Replace what the supplier says of itself; nothing is recorded when nothing changed."""
    lock(session, supplier)
    saved = profile_of(session, supplier)
    wanted = {name: getattr(profile, name) for name in FIELDS}
    wanted["company_number"] = company_number(profile.company_number or "")
    wanted["divisions"] = sorted({each[:2] for each in profile.divisions})
    if wanted == saved:
        return
    require_seen(seen, saved)
    for name in FIELDS:
        setattr(supplier, name, wanted[name])
    session.execute(delete(SupplierCpv).where(SupplierCpv.supplier_id == supplier.id))
    _add_divisions(session, supplier, wanted["divisions"])
    record(session, SupplierDescribed(subject_id=supplier.id, alerts=profile.alerts), by=by, at=at)


def company_number(typed: str) -> str | None:
    """A Companies House number in its eight characters: ``1234567`` is ``01234567``.

    None when nothing is given. Raises NotACompanyNumber.
    """
    plain = re.sub(r"[\s-]", "", typed).upper()
    if not plain:
        return None
    short = re.fullmatch(r"([A-Z]{0,2})([0-9]{1,8})", plain)
    if short:
        prefix, digits = short.groups()
        plain = prefix + digits.zfill(8 - len(prefix))
    if not COMPANY_NUMBER.fullmatch(plain):
        raise NotACompanyNumber(
            "Enter a company number of 8 characters, like 01234567 or SC123456, or leave it empty"
        )
    return plain


def _add_divisions(session: Session, supplier: Supplier, divisions: Iterable[str]) -> None:
    session.flush()
    rows = [{"supplier_id": supplier.id, "division": each[:2]} for each in sorted(set(divisions))]
    insert_if_absent(session, SupplierCpv, rows)
