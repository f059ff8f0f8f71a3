"""Suppliers that may be one and the same, among those an officer's council knows."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Row, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from engage.accounts.actor import DESK_WRITERS, Actor
from engage.interest.models import Interest
from engage.kernel.paging import Page
from engage.suppliers.models import Supplier, SupplierMerge

MOST_COMPARED = 2000
MOST_SUGGESTED = 50
LIKE_ENOUGH = 0.8
SHORTEST_NAME = 4
FREE_MAIL = (
    *("aol.com", "aol.co.uk", "blueyonder.co.uk", "btinternet.com", "btopenworld.com"),
    *("fastmail.com", "gmail.com", "gmx.com", "gmx.co.uk", "googlemail.com", "hey.com"),
    *("hotmail.com", "hotmail.co.uk", "icloud.com", "live.com", "live.co.uk", "mac.com"),
    *("mail.com", "me.com", "msn.com", "ntlworld.com", "outlook.com", "pm.me", "proton.me"),
    *("protonmail.com", "sky.com", "talktalk.net", "tiscali.co.uk", "virginmedia.com"),
    *("yahoo.com", "yahoo.co.uk", "ymail.com", "zoho.com"),
)
KINDS = re.compile(r"\b(the|ltd|limited|plc|llp|cic|cio|co|company|uk|inc|group)\b|[\W_]+")


class Pair(NamedTuple):
    """Two suppliers, and the council at which the actor may say that they are one."""

    kept: Supplier
    gone: Supplier
    authority_id: UUID


def suggested(session: Session, authority_id: UUID) -> list[tuple[Row[*tuple[Any, ...]], str]]:
    """Likely pairs among the suppliers that registered with this council, and why; 50 at most."""
    mine = (
        select(
            *(Supplier.id, Supplier.name, Supplier.email, Supplier.company_number),
            _domain(session).label("domain"),
            _plain_name().label("plain"),
        )
        .where(Supplier.merged_into_id.is_(None), knows(authority_id))
        .cte("mine")
    )
    found = {
        (row.id, row.other_id): (row, "The same company number")
        for row in _pairs(session, mine, "company_number")
    }
    for row in _pairs(session, mine, "domain"):
        if alike_names(row.name, row.other_name):
            found.setdefault((row.id, row.other_id), (row, "Alike names, mail at the same place"))
    for row in _pairs(session, mine, "plain"):
        found.setdefault((row.id, row.other_id), (row, "The same name"))
    return list(found.values())[:MOST_SUGGESTED]


def _pairs(session: Session, mine: CTE, same: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """Each two that say the same, once; nothing and free mail are not the same.

    Two company numbers are two firms, whatever else they share.
    """
    one, other = aliased(mine, name="one"), aliased(mine, name="other")
    numbers = one.c.company_number, other.c.company_number
    wanted = (
        select(
            *(one.c.id, one.c.name, one.c.email, other.c.id.label("other_id")),
            *(other.c.name.label("other_name"), other.c.email.label("other_email")),
        )
        .join_from(one, other, one.c[same] == other.c[same])
        .where(one.c.id < other.c.id, one.c[same].not_in(FREE_MAIL))
        .where(or_(*(number.is_(None) for number in numbers), numbers[0] == numbers[1]))
        .order_by(one.c.name, one.c.id, other.c.id)
    )
    return session.execute(wanted.limit(MOST_COMPARED)).all()


def _domain(session: Session) -> ColumnElement[str]:
    """What stands after the @ of a supplier's address."""
    if session.get_bind().dialect.name == "sqlite":
        return func.substr(Supplier.email, func.instr(Supplier.email, "@") + 1)
    return func.split_part(Supplier.email, "@", 2)


def _plain_name() -> ColumnElement[str | None]:
    """A name without what says the kind of firm; nothing where too little is left to tell by."""
    plain: ColumnElement[str] = func.lower(Supplier.name)
    for mark in (".", ",", " limited", " ltd", " plc", " llp", " cic"):
        plain = func.replace(plain, mark, "")
    return case((func.length(func.trim(plain)) >= SHORTEST_NAME, func.trim(plain)))


def alike_names(one: str, other: str) -> bool:
    """Whether two names say the same, but for small words such as Ltd."""
    plain, plainer = (KINDS.sub(" ", each.lower()).split() for each in (one, other))
    return SequenceMatcher(None, " ".join(plain), " ".join(plainer)).ratio() >= LIKE_ENOUGH


def knows(authority_id: UUID) -> ColumnElement[bool]:
    """Suppliers that registered with this council."""
    return exists().where(
        Interest.supplier_id == Supplier.id, Interest.authority_id == authority_id
    )


def pair_for(session: Session, actor: Actor, kept_id: UUID, gone_id: UUID) -> Pair | None:
    """Two suppliers that both registered with one council at which the actor writes."""
    for authority_id in sorted(actor.authorities(*DESK_WRITERS)):
        wanted = select(Supplier).where(
            Supplier.id.in_([kept_id, gone_id]),
            Supplier.merged_into_id.is_(None),
            knows(authority_id),
        )
        found = {each.id: each for each in session.scalars(wanted)}
        if len(found) == 2:
            return Pair(found[kept_id], found[gone_id], authority_id)
    return None


def merge_for(session: Session, actor: Actor, merge_id: UUID) -> SupplierMerge | None:
    """A merge that an officer of a council at which the actor writes made."""
    wanted = select(SupplierMerge).where(
        SupplierMerge.id == merge_id,
        SupplierMerge.authority_id.in_(actor.authorities(*DESK_WRITERS)),
    )
    return session.scalars(wanted).one_or_none()


def merges(session: Session, authority_id: UUID, *, page: Page) -> Sequence[Row[*tuple[Any, ...]]]:
    """A page of what officers of this council merged, newest first."""
    kept, gone = aliased(Supplier), aliased(Supplier)
    wanted = (
        select(SupplierMerge, kept.name.label("kept"), gone.name.label("gone"))
        .join(kept, kept.id == SupplierMerge.kept_id)
        .join(gone, gone.id == SupplierMerge.gone_id)
        .where(SupplierMerge.authority_id == authority_id)
        .order_by(SupplierMerge.at.desc(), SupplierMerge.id)
    )
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def count_merges(session: Session, authority_id: UUID) -> int:
    """How many those are."""
    wanted = select(func.count()).where(SupplierMerge.authority_id == authority_id)
    return session.scalar(wanted) or 0
