"""Which registrations are of one supplier, where a session has so many places for each."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from engage.interest.models import Interest
from engage.workshops.models import Entry, EntryState, Place
from engage.workshops.queries.lines import HELD

ANYBODY = frozenset(
    {
        *("aol.com", "aol.co.uk", "btinternet.com", "btopenworld.com", "fastmail.com", "gmail.com"),
        *("gmx.co.uk", "gmx.com", "gmx.net", "googlemail.com", "hotmail.co.uk", "hotmail.com"),
        *("icloud.com", "live.co.uk", "live.com", "mac.com", "mail.com", "me.com", "msn.com"),
        *("ntlworld.com", "outlook.com", "outlook.co.uk", "pm.me", "proton.me", "protonmail.com"),
        *("sky.com", "talktalk.net", "tiscali.co.uk", "virginmedia.com", "yahoo.co.uk"),
        *("yahoo.com", "ymail.com", "zoho.com"),
    }
)
"""Mail providers where anybody has an address: two such addresses say nothing of each other."""


def same_supplier(interest: Interest) -> ColumnElement[bool]:
    """Registrations of the supplier this one is of: the same supplier, or mail domain, or address.

    A domain counts beside a supplier that is known, so that nobody gets more by leaving it out.
    """
    _, _, domain = interest.email.rpartition("@")
    alike = [Interest.email == interest.email]
    if domain and domain not in ANYBODY:
        alike.append(Interest.email.endswith(f"@{domain}", autoescape=True))
    if interest.supplier_id is not None:
        alike.append(Interest.supplier_id == interest.supplier_id)
    return or_(*alike)


def held_by_supplier(session: Session, sitting_id: UUID, interest: Interest) -> int:
    """Places and positions that the others of this supplier have at a session."""
    wanted = (
        select(func.count())
        .select_from(Place)
        .join(Place.interest)
        .where(Place.sitting_id == sitting_id, Place.state.in_(HELD))
        .where(Interest.id != interest.id, same_supplier(interest))
    )
    return session.scalar(wanted) or 0


def asked_by_supplier(session: Session, series_id: UUID, interest: Interest) -> int:
    """How many others of this supplier have a one-to-one of a series, or ask for one."""
    wanted = (
        select(func.count())
        .select_from(Entry)
        .join(Entry.interest)
        .where(Entry.series_id == series_id, Entry.state != EntryState.LEFT)
        .where(Interest.id != interest.id, same_supplier(interest))
    )
    return session.scalar(wanted) or 0


def groups_of(interests: Sequence[Interest]) -> dict[UUID, int]:
    """The group of each registration: one for all who are of one supplier, also by a third."""
    group_of: dict[object, int] = {}
    members: dict[int, set[object]] = {}
    for number, interest in enumerate(interests):
        mine: set[object] = {interest.id, *_marks(interest)}
        for known in {group_of[mark] for mark in mine if mark in group_of}:
            mine |= members.pop(known)
        members[number] = mine
        group_of.update(dict.fromkeys(mine, number))
    return {interest.id: group_of[interest.id] for interest in interests}


def _marks(interest: Interest) -> Iterator[object]:
    """What two registrations of one supplier have in common, at the least one of it."""
    _, _, domain = interest.email.rpartition("@")
    yield interest.email
    if domain and domain not in ANYBODY:
        yield f"@{domain}"
    if interest.supplier_id is not None:
        yield interest.supplier_id
