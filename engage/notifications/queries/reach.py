"""Who hears of a challenge and why, and who is missing: before publishing, and afterwards.

Before, the same statements are asked that are sent from; afterwards, what was noted then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, Subquery, func, select, union_all
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest import queries as interest
from engage.interest.models import Alert, Interest, Reason
from engage.interest.models import State as InterestState
from engage.kernel.paging import Page
from engage.notifications.models import Announcement, OptOut
from engage.suppliers.models import Size, Supplier, SupplierRegion

SMALL = (Size.MICRO, Size.SMALL, Size.MEDIUM)


def announcement(session: Session, challenge: Challenge) -> Announcement | None:
    """How far telling people of it is; None: nobody was told yet."""
    wanted = select(Announcement).where(Announcement.challenge_id == challenge.id)
    return session.scalars(wanted).one_or_none()


def may_hear(hearers: Select[Any]) -> Select[Any]:
    """Of these, who did not ask for no more alerts, and has a mailbox."""
    found = hearers.subquery("hearer")
    out = select(OptOut.id).where(OptOut.email == found.c.email)
    return select(*(found.c[name] for name in interest.HEARER)).where(~out.exists())


def would_hear(session: Session, challenge: Challenge) -> Subquery:
    """Everybody who would be told: a supplier as such, also if it saved a search."""
    synonyms = interest.known_synonyms(session, challenge.authority_id)
    known = may_hear(interest.suppliers_to_tell(session, challenge, synonyms)).cte("known")
    searches = may_hear(interest.searches_to_tell(challenge)).subquery("searches")
    same = select(known.c.email).where(known.c.email == searches.c.email)
    others = select(searches).where(~same.exists())
    return union_all(select(known), others).subquery("hears")


def have_heard(challenge: Challenge) -> Subquery:
    """Everybody who was noted when it was announced."""
    columns = [getattr(Alert, name) for name in interest.HEARER]
    return select(*columns).where(Alert.challenge_id == challenge.id).subquery("hears")


def count_who_would_hear(session: Session, challenge: Challenge) -> int:
    hears = would_hear(session, challenge)
    return session.scalar(select(func.count()).select_from(hears)) or 0


def by_reason(session: Session, hears: Subquery) -> dict[Reason, int]:
    """How many hear for each reason, all reasons in their order."""
    wanted = select(hears.c.reason, func.count()).group_by(hears.c.reason)
    found = {Reason(reason): number for reason, number in session.execute(wanted)}
    return {reason: found.get(reason, 0) for reason in Reason}


def hearers(
    session: Session, hears: Subquery, reason: Reason | None, page: Page
) -> Sequence[Row[*tuple[Any, ...]]]:
    """A page of them with the supplier's name and size; who saved a search stays unnamed."""
    wanted = (
        select(hears.c.reason, hears.c.why, Supplier.name, Supplier.size, Supplier.vcse)
        .select_from(hears)
        .outerjoin(Supplier, Supplier.id == hears.c.supplier_id)
        .order_by(hears.c.reason, Supplier.name, hears.c.email)
    )
    if reason is not None:
        wanted = wanted.where(hears.c.reason == reason)
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


@dataclass(frozen=True)
class Coverage:
    """How many suppliers of each kind hear; one may be of several kinds."""

    suppliers: int
    searches: int
    kinds: dict[str, int]
    regions: dict[str, int]  # by ITL code; "" has not said


SEGMENTS = {
    "sme": "Small and medium-sized firms",
    "large": "Large firms",
    "unsized": "Size not given",
    "vcse": "Voluntary, community and social enterprises",
    "social_enterprise": "Social enterprises",
    "new": "New to your council",
}


def coverage(session: Session, challenge: Challenge, hears: Subquery) -> Coverage:
    """Three statements, however many suppliers there are."""
    took_part = select(Interest.id).where(
        Interest.supplier_id == Supplier.id,
        Interest.authority_id == challenge.authority_id,
        Interest.challenge_id != challenge.id,
        Interest.state == InterestState.CONFIRMED,
    )
    kinds = {
        "sme": Supplier.size.in_(SMALL),
        "large": Supplier.size == Size.LARGE,
        "unsized": Supplier.size == Size.UNKNOWN,
        "vcse": Supplier.vcse.is_(True),
        "social_enterprise": Supplier.social_enterprise.is_(True),
        "new": ~took_part.exists(),
    }
    columns = [func.count(Supplier.id).filter(which).label(name) for name, which in kinds.items()]
    wanted = select(func.count(Supplier.id).label("suppliers"), func.count().label("all"), *columns)
    row = session.execute(
        wanted.select_from(hears).outerjoin(Supplier, Supplier.id == hears.c.supplier_id)
    ).one()
    return Coverage(
        suppliers=row.suppliers,
        searches=row.all - row.suppliers,
        kinds={name: getattr(row, name) for name in kinds},
        regions=_regions(session, hears, row.suppliers),
    )


def _regions(session: Session, hears: Subquery, suppliers: int) -> dict[str, int]:
    served = (
        select(SupplierRegion.code, func.count().label("number"))
        .join(hears, hears.c.supplier_id == SupplierRegion.supplier_id)
        .group_by(SupplierRegion.code)
        .order_by(func.count().desc(), SupplierRegion.code)
    )
    found = {code: number for code, number in session.execute(served)}
    said = select(func.count(func.distinct(SupplierRegion.supplier_id))).join(
        hears, hears.c.supplier_id == SupplierRegion.supplier_id
    )
    return {**found, "": suppliers - (session.scalar(said) or 0)}
