"""Reads of saved searches, and what one of them says in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, or_, select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.challenges.reference import (
    VALUE_BANDS,
    cpv_label,
    region_choices,
    region_label,
    regions_within,
)
from engage.interest.models import Cadence, Subscription
from engage.kernel.search import matches_one

OFTEN = {
    Cadence.NOW: "At once",
    Cadence.DAILY: "Once a day",
    Cadence.WEEKLY: "Once a week",
}
MOST_SEARCHES = 50
"""Shown at once; who has more sees them when some are stopped."""


def subscription(session: Session, subscription_id: UUID) -> Subscription | None:
    """The saved search that a signed link names."""
    return session.get(Subscription, subscription_id)


def running(session: Session, email: str) -> Sequence[Row[Subscription, str | None]]:
    """The confirmed searches of an address, newest first, with the name of the council wanted."""
    wanted = (
        select(Subscription, Authority.name)
        .outerjoin(Authority, Authority.slug == Subscription.council)
        .where(Subscription.email == email, *_runs())
        .order_by(Subscription.confirmed_at.desc(), Subscription.id)
    )
    return session.execute(wanted.limit(MOST_SEARCHES)).all()


def filters_of(search: Subscription) -> Mapping[str, str]:
    """What it wants, as the address of the public list says it."""
    names = ("q", "council", "cpv", "region", "value")
    said = {name: getattr(search, name) for name in names if getattr(search, name)}
    return {**said, "sme": "yes"} if search.sme else said


def in_words(wanted: Mapping[str, str], council: str | None) -> list[str]:
    """What a search is for, a filter a line; empty: every challenge."""
    return list(_lines(wanted, council))


def said_of(search: Subscription, council: str | None) -> list[str]:
    """The same of one that is saved, and how often it is told."""
    lines = in_words(filters_of(search), council) or ["Every new challenge"]
    return [*lines, f"How often: {OFTEN[search.cadence]}"]


def soonest(cadence: ColumnElement[Cadence] | Any) -> ColumnElement[int]:
    """A number that is the lower, the sooner somebody hears."""
    return case((cadence == Cadence.NOW, 0), (cadence == Cadence.DAILY, 1), else_=2)


def finding(challenge: Challenge) -> ColumnElement[bool]:
    """Which confirmed searches would find this challenge, whether or not lists show it yet."""
    found = Challenge.id == challenge.id
    worded = select(Challenge.id).where(
        found, matches_one("challenge", Subscription.__table__.c.terms)
    )
    return and_(
        *_runs(),
        Subscription.cpv.in_(["", *sorted(over(challenge.cpv_codes))]),
        Subscription.region.in_(["", *around(challenge.region)]),
        Subscription.council.in_(["", challenge.authority.slug]),
        Subscription.value.in_(["", *bands(challenge.value)]),
        Subscription.sme.in_([False, challenge.sme_suitable]),
        or_(Subscription.q == "", worded.correlate(Subscription).exists()),
    )


def _runs() -> tuple[ColumnElement[bool], ...]:
    return Subscription.confirmed_at.is_not(None), Subscription.ended_at.is_(None)


def over(codes: Sequence[str]) -> set[str]:
    """The codes of the tree that hold one of these: 48219300 is in 48219000, ... 48000000."""
    return {code[:size].ljust(8, "0") for code in codes for size in range(2, 9)}


def around(region: str) -> list[str]:
    """The choices of a region that hold this one, itself among them."""
    return [code for code, _name in region_choices() if region in regions_within(code)]


def bands(value: int | None) -> list[str]:
    """The keys of the bands that a value lies in."""
    if value is None:
        return []
    return [
        key
        for key, (_, least, most) in VALUE_BANDS.items()
        if least <= value and not (most and value >= most)
    ]


def _lines(wanted: Mapping[str, str], council: str | None) -> Iterator[str]:
    if wanted.get("q"):
        yield f"Words: {wanted['q']}"
    if wanted.get("cpv"):
        yield f"Subject: {cpv_label(wanted['cpv']) or wanted['cpv']}"
    if wanted.get("council"):
        yield f"Council: {council or wanted['council']}"
    if wanted.get("region"):
        yield f"Region: {region_label(wanted['region']) or wanted['region']}"
    if wanted.get("value"):
        yield f"Likely value: {VALUE_BANDS[wanted['value']][0]}"
    if wanted.get("sme"):
        yield "Suitable for small and medium-sized firms"
