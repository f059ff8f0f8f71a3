"""Forgetting somebody on their wish (UK GDPR art. 17), where the law does not want a record.

Their name and address go; that somebody took part stays. The trail holds identifiers, so every seal
still holds. What they wrote for a council is its record for some years (PA 2023 s.98).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from engage.accounts.models import Membership, Person
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.interest.models import Interest, State
from engage.kernel.db import Base
from engage.kernel.errors import Refusal
from engage.kernel.ids import uuid7
from engage.records.columns import ABOUT_PEOPLE, classified
from engage.records.subjects.asked import Asked, here, is_here
from engage.records.subjects.finding import ADDRESSES, about
from engage.suppliers.models import Supplier

ERASED = "Name erased"
NAMES = {"name", "recipient_name", "typed", "contact_name"}
DELETED = {
    *("access_need", "calendar_feed", "invitation_line", "password_reset", "preference"),
    *("room_visit", "sign_in"),
}
"""Rows that are about nothing but them."""
STAYS = {"opt_out"}
"""That an address wants no mail is kept, or somebody would write there again."""
FIRST_NAMED = 5


class StillNeeded(Refusal):
    """They work here, or take part in something that goes on."""


def require_erasable(session: Session, asked: Asked) -> None:
    """Refuse, with what has to be done first."""
    if asked.council is None and session.scalar(
        select(Supplier.id).where(func.lower(Supplier.email) == asked.email)
    ):
        raise StillNeeded("This is the address of a supplier. Let it name another one first")
    works = select(Person.id).join(Membership, Membership.person_id == Person.id)
    if asked.council is not None:
        works = works.where(Membership.authority_id == asked.council.id)
    if session.scalar(works.where(func.lower(Person.email) == asked.email).limit(1)):
        raise StillNeeded("This person works for a council. Take their roles away first")
    going_on = (
        select(Challenge.reference)
        .join(Interest, Interest.challenge_id == Challenge.id)
        .where(func.lower(Interest.email) == asked.email, Interest.state == State.CONFIRMED)
        .where(Challenge.stage == Stage.OPEN, here(Base.metadata.tables["interest"], asked.council))
    )
    named = ", ".join(session.scalars(going_on.order_by(Challenge.reference).limit(FIRST_NAMED)))
    if named:
        raise StillNeeded(f"They take part in {named}. Wait for the end, or let them withdraw")


def erase(session: Session, asked: Asked, *, at: datetime) -> int:
    """Take out their name and address wherever they stand; how many rows were touched."""
    require_erasable(session, asked)
    tables = [
        table
        for table in sorted(Base.metadata.tables.values(), key=lambda table: table.name)
        if is_here(table, asked.council) and table.name not in STAYS
    ]
    placeholder = f"erased-{uuid7().hex}@erased.invalid"
    touched = sum(_delete(session, table, asked) for table in tables if table.name in DELETED)
    touched += sum(
        _overwrite(session, table, asked, placeholder, at)
        for table in tables
        if table.name not in DELETED
    )
    if touched:
        stop = {"id": uuid7(), "email": placeholder, "reason": "bounced", "at": at}
        table = Base.metadata.tables["opt_out"]
        session.execute(insert(table).values(**stop, bounced_at=at))
    session.expire_all()
    return touched


def _delete(session: Session, table: Table, asked: Asked) -> int:
    theirs = or_(*about(table, asked))
    gone = delete(table).where(theirs, here(table, asked.council))
    return _count(session.execute(gone))


def _overwrite(session: Session, table: Table, asked: Asked, placeholder: str, at: datetime) -> int:
    columns = [each for each in table.c if classified()[table.name, each.name] in ABOUT_PEOPLE]
    addresses = [each for each in columns if each.name in ADDRESSES]
    if not addresses:
        return 0
    values = {each.name: placeholder for each in addresses}
    values |= dict(_without_names(columns))
    values |= _ending(table, at)
    theirs = or_(*(func.lower(each) == asked.email for each in addresses))
    return _count(
        session.execute(update(table).where(theirs, here(table, asked.council)).values(values))
    )


def _without_names(columns: list[Column[Any]]) -> Iterator[tuple[str, Any]]:
    for column in columns:
        if column.name in NAMES:
            yield column.name, ERASED
        elif column.name == "calendar":
            yield column.name, None


def _ending(table: Table, at: datetime) -> Mapping[str, Any]:
    """So that nothing is sent there, and nobody comes in by it."""
    ends: dict[str, dict[str, Any]] = {
        "interest": {"alerts": False},
        "invitation": {"withdrawn_at": func.coalesce(table.c.get("withdrawn_at"), at)},
        "person": {"password_hash": None, "disabled_at": at},
        "subscription": {"ended_at": func.coalesce(table.c.get("ended_at"), at)},
        "supplier_person": {"ended_at": func.coalesce(table.c.get("ended_at"), at)},
    }
    return ends.get(table.name, {})


def _count(result: Any) -> int:
    return max(0, int(result.rowcount))
