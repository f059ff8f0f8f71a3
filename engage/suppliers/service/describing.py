"""Find or add a supplier, describe it, ask for alerts."""

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
from engage.suppliers import identifiers, queries
from engage.suppliers.events import SupplierAdded, SupplierDescribed
from engage.suppliers.models import Size, Supplier, SupplierCpv, SupplierRegion
from engage.suppliers.service.people import join, kept

MOST_SUBJECTS = 100


class TooManySubjects(Refusal):
    """Nobody reads a page with more."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a supplier says of itself. ``regions``: ITL codes; ``codes``: CPV codes or branches."""

    name: str
    company_number: str | None
    charity_number: str | None
    ppon: str | None
    size: Size
    vcse: bool
    social_enterprise: bool
    about: str
    access_needs: str
    languages: str
    alerts: bool
    regions: frozenset[str]
    codes: frozenset[str]


FIELDS = (
    *("name", "company_number", "charity_number", "ppon", "size", "vcse", "social_enterprise"),
    *("about", "access_needs", "languages", "alerts"),
)


def find_or_add(
    session: Session, *, name: str, contact_name: str, email: str, at: datetime
) -> Supplier:
    """The supplier with this e-mail address, made now if there is none; two callers get one.

    An address of one supplier's people is that supplier's. Of duplicates, the one that was kept.
    """
    fresh = uuid7()
    row = {
        "id": fresh,
        "name": name,
        "contact_name": contact_name,
        "email": email.lower(),
        "created_at": at,
    }
    colleague = queries.of_colleague(session, email.lower())
    if colleague is not None:
        return kept(session, session.get_one(Supplier, colleague, with_for_update=True))
    insert_if_absent(session, Supplier, row)
    wanted = select(Supplier).where(Supplier.email == email.lower()).with_for_update()
    supplier = session.scalars(wanted).one()
    if supplier.id == fresh:
        record(session, SupplierAdded(subject_id=fresh), by=None, at=at)
        join(session, fresh, email=supplier.email, name=contact_name, at=at)
    return kept(session, supplier)


def ask_for_alerts(session: Session, supplier: Supplier, *, codes: Iterable[str]) -> None:
    """Tell the supplier about new challenges in the CPV divisions of these codes too.

    No code at all means everything, so a supplier that hears of everything goes on to: this
    narrows nothing. Whole divisions, because a challenge like this may have another code.
    """
    hears_all = supplier.alerts and not queries.codes_of(session, supplier.id)
    supplier.alerts = True
    if not hears_all:
        session.flush()
        _add_codes(session, supplier, {code[:2] for code in codes})


def profile_of(session: Session, supplier: Supplier) -> dict[str, Any]:
    """What a supplier says of itself now, by the names of a ``Profile``."""
    said = {name: getattr(supplier, name) for name in FIELDS}
    regions = queries.regions_of(session, supplier.id)
    return {**said, "regions": regions, "codes": queries.codes_of(session, supplier.id)}


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
    wanted = as_kept(profile)
    if wanted == saved:
        return
    require_seen(seen, saved)
    for name in FIELDS:
        setattr(supplier, name, wanted[name])
    session.flush()
    for table in (SupplierCpv, SupplierRegion):
        session.execute(delete(table).where(table.supplier_id == supplier.id))
    _add_codes(session, supplier, wanted["codes"])
    served = [{"supplier_id": supplier.id, "code": code} for code in wanted["regions"]]
    insert_if_absent(session, SupplierRegion, served)
    record(session, SupplierDescribed(subject_id=supplier.id, alerts=profile.alerts), by=by, at=at)


def add_subjects(
    session: Session, supplier: Supplier, codes: Iterable[str], *, by: UUID, at: datetime
) -> None:
    """Hear of these branches of the CPV tree too; who heard of everything hears of these only."""
    lock(session, supplier)
    known = set(queries.codes_of(session, supplier.id))
    wanted = known | {queries.branch_of(code) for code in codes}
    if len(wanted) > MOST_SUBJECTS:
        raise TooManySubjects(f"Choose {MOST_SUBJECTS} subjects or fewer. Take some away first.")
    if wanted != known:
        _add_codes(session, supplier, wanted)
        fact = SupplierDescribed(subject_id=supplier.id, alerts=supplier.alerts)
        record(session, fact, by=by, at=at)


def as_kept(profile: Profile) -> dict[str, Any]:
    """A profile in the shape of ``profile_of``. Raises BadIdentifier."""
    wanted = {name: getattr(profile, name) for name in FIELDS}
    for name in ("company_number", "charity_number", "ppon"):
        wanted[name] = getattr(identifiers, name)(wanted[name] or "")
    codes = sorted({queries.branch_of(code) for code in profile.codes})
    return {**wanted, "regions": sorted(profile.regions), "codes": codes}


def _add_codes(session: Session, supplier: Supplier, branches: Iterable[str]) -> None:
    rows = [{"supplier_id": supplier.id, "code": branch} for branch in sorted(set(branches))]
    insert_if_absent(session, SupplierCpv, rows)
