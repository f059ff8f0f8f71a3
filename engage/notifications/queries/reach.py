"""Who hears of a challenge and why, and who is missing: before publishing, and afterwards.

Before, the same statements are asked that are sent from; afterwards, what was noted then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    case,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest import queries as interest
from engage.interest.models import Alert, Interest, Reason, Subscription
from engage.interest.models import State as InterestState
from engage.kernel.paging import Page
from engage.notifications.models import Announcement, OptOut, ReachCount
from engage.suppliers.models import Size, Supplier, SupplierRegion
from engage.suppliers.queries import named, wants_alerts

FEW = 5_000  # suppliers that want news, or saved searches: each look counts them anew
SMALL = (Size.MICRO, Size.SMALL, Size.MEDIUM)


def announcement(session: Session, challenge: Challenge) -> Announcement | None:
    """How far telling people of it is; None: nobody was told yet."""
    wanted = select(Announcement).where(Announcement.challenge_id == challenge.id)
    return session.scalars(wanted).one_or_none()


def are_more(session: Session, most: int) -> bool:
    """Whether more suppliers than this want news, or more searches than this are saved."""
    return bool(session.scalar(select(_more(most))))


def _more(most: int) -> ColumnElement[bool]:
    asked = (
        select(Supplier.id).where(wants_alerts()),
        select(Subscription.id).where(Subscription.ended_at.is_(None)),
    )
    return or_(*(each.offset(most).limit(1).exists() for each in asked))


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


def hearers(
    session: Session, hears: Subquery, reason: Reason | None, page: Page
) -> Sequence[Row[*tuple[Any, ...]]]:
    """A page of them with the supplier's name; who saved a search stays unnamed."""
    wanted = (
        select(hears.c.reason, hears.c.why, hears.c.supplier_id, Supplier.name)
        .select_from(hears)
        .outerjoin(Supplier, Supplier.id == hears.c.supplier_id)
        .order_by(hears.c.reason, Supplier.name, hears.c.email)
    )
    if reason is not None:
        wanted = wanted.where(hears.c.reason == reason)
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def kept_count(session: Session, challenge: Challenge) -> ReachCount | None:
    """What was counted before, or is being counted."""
    wanted = select(ReachCount).where(ReachCount.challenge_id == challenge.id)
    return session.scalars(wanted).one_or_none()


def told_if_listed(session: Session, challenge: Challenge) -> int | None:
    """How many would hear: counted now where they are few, else as kept; None: not counted yet."""
    number = select(func.count()).select_from(would_hear(session, challenge)).scalar_subquery()
    told = session.scalar(select(case((_more(FEW), None), else_=number)))
    if told is not None:
        return int(told)
    kept = kept_count(session, challenge)
    return None if kept is None or kept.counted_at is None else sum(kept.found["reasons"].values())


def kept_coverage(kept: ReachCount) -> "Coverage":
    """As it was counted then."""
    reasons = {reason: kept.found["reasons"].get(reason.value, 0) for reason in Reason}
    return Coverage(reasons=reasons, kinds=kept.found["kinds"], regions=kept.found["regions"])


def kept_hearers(
    session: Session, kept: ReachCount, only: Reason | None
) -> Sequence[tuple[str | None, str]]:
    """Name and why of the first of each reason; who is a supplier no longer is left out."""
    rows = [
        (UUID(known) if known else None, why)
        for reason, found in kept.found["first"].items()
        if only in (None, reason)
        for known, why in found
    ]
    names = dict(iter(named(session, {known for known, _ in rows if known})))
    return [
        (names[known] if known else None, why)
        for known, why in rows
        if known is None or known in names
    ]


@dataclass(frozen=True)
class Coverage:
    """Why people hear, and how many suppliers of each kind do; one may be of several kinds."""

    reasons: dict[Reason, int]  # all of them in their order
    kinds: dict[str, int]
    regions: dict[str, int]  # by ITL code; "" has not said

    @property
    def searches(self) -> int:
        return self.reasons[Reason.SEARCH]

    @property
    def suppliers(self) -> int:
        return sum(self.reasons.values()) - self.searches


SEGMENTS = {
    "sme": "Small and medium-sized firms",
    "large": "Large firms",
    "unsized": "Size not given",
    "vcse": "Voluntary, community and social enterprises",
    "social_enterprise": "Social enterprises",
    "new": "New to your council",
}


def coverage(session: Session, challenge: Challenge, hears: Subquery) -> Coverage:
    """Two statements, however many suppliers there are: each finds everybody anew."""
    kinds = {**kinds_of(challenge), "": _serves_nothing()}
    columns = [func.count(Supplier.id).filter(which) for which in kinds.values()]
    wanted = (
        select(hears.c.reason, func.count(), *columns)
        .select_from(hears)
        .outerjoin(Supplier, Supplier.id == hears.c.supplier_id)
        .group_by(hears.c.reason)
    )
    found = {Reason(reason): numbers for reason, *numbers in session.execute(wanted)}
    none = [0] * (len(kinds) + 1)
    sums = [sum(each) for each in zip(none, *found.values(), strict=True)][1:]
    counted = dict(zip(kinds, sums, strict=True))
    unsaid = counted.pop("")
    return Coverage(
        reasons={reason: found.get(reason, none)[0] for reason in Reason},
        kinds=counted,
        regions={**_regions(session, hears), "": unsaid},
    )


def kinds_of(challenge: Challenge) -> dict[str, ColumnElement[bool]]:
    """Whether a supplier is of each kind, by the names of ``SEGMENTS``."""
    took_part = select(Interest.supplier_id).where(
        Interest.supplier_id.is_not(None),
        Interest.authority_id == challenge.authority_id,
        Interest.challenge_id != challenge.id,
        Interest.state == InterestState.CONFIRMED,
    )
    return {
        "sme": Supplier.size.in_(SMALL),
        "large": Supplier.size == Size.LARGE,
        "unsized": Supplier.size == Size.UNKNOWN,
        "vcse": Supplier.vcse.is_(True),
        "social_enterprise": Supplier.social_enterprise.is_(True),
        "new": Supplier.id.not_in(took_part),  # asked once, not for each supplier
    }


def _serves_nothing() -> ColumnElement[bool]:
    return ~select(SupplierRegion.code).where(SupplierRegion.supplier_id == Supplier.id).exists()


def _regions(session: Session, hears: Subquery) -> dict[str, int]:
    """Of each supplier that hears, the regions it said it serves."""
    served = (
        select(SupplierRegion.code, func.count().label("number"))
        .where(SupplierRegion.supplier_id.in_(select(hears.c.supplier_id)))
        .group_by(SupplierRegion.code)
        .order_by(func.count().desc(), SupplierRegion.code)
    )
    return {code: number for code, number in session.execute(served)}
