"""Access needs: one's own, and those of a session for its lead."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, case, func, or_, select
from sqlalchemy.orm import Session

from engage.accounts.actor import DESK_WRITERS
from engage.accounts.models import Membership, Person
from engage.interest.models import Interest
from engage.kernel.paging import Page
from engage.workshops.models import AccessNeed, Attendee, Entry, Place, PlaceState, Slot
from engage.workshops.queries.attending import EMAIL, NAME
from engage.workshops.queries.lines import comes_instead

TOLD = (
    *(AccessNeed.sign_language, AccessNeed.captions, AccessNeed.step_free),
    *(AccessNeed.words, AccessNeed.diet),
)


def needs_of(session: Session, place_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """What was told for a place."""
    return session.execute(select(*TOLD).where(AccessNeed.place_id == place_id)).one_or_none()


def needs_of_entry(session: Session, entry_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """What was told for a one-to-one."""
    return session.execute(select(*TOLD).where(AccessNeed.entry_id == entry_id)).one_or_none()


def told_before(session: Session, interest_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """What the same person told last for another session or one-to-one of the same challenge."""
    other = (
        select(*TOLD)
        .outerjoin(Place, Place.id == AccessNeed.place_id)
        .outerjoin(Entry, Entry.id == AccessNeed.entry_id)
        .where(or_(Place.interest_id == interest_id, Entry.interest_id == interest_id))
    )
    return session.execute(other.order_by(AccessNeed.told_at.desc()).limit(1)).first()


def needs_of_series(session: Session, series_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who needs what, in the order of the slots; a series has few."""
    who = (Interest.organisation, Interest.name, Interest.email, Slot.number, Slot.starts_at)
    wanted = (
        select(*who, *TOLD, AccessNeed.told_at)
        .join(Entry, Entry.id == AccessNeed.entry_id)
        .join(Slot, Slot.id == Entry.slot_id)
        .join(Interest, Interest.id == Entry.interest_id)
        .where(Entry.series_id == series_id)
    )
    return session.execute(wanted.order_by(Slot.number).limit(500)).all()


def needs_for_lead(
    session: Session, sitting_id: UUID, page: Page
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who needs what, by name."""
    who = (Interest.organisation, NAME.label("name"), EMAIL.label("email"), Place.mode)
    rows = _of_session(select(*who, *TOLD, AccessNeed.told_at), sitting_id)
    in_order = rows.order_by(func.lower(NAME), Place.id)
    return session.execute(in_order.offset(page.offset).limit(page.limit)).all()


def count_needs(session: Session, sitting_id: UUID) -> Mapping[str, int]:
    """How many told something, and how many need each thing; one statement."""
    columns = [
        func.count().label("people"),
        *(func.count(case((each.is_(True), 1))).label(each.key) for each in TOLD[:3]),
        *(func.count(case((each != "", 1))).label(each.key) for each in TOLD[3:]),
    ]
    return dict(session.execute(_of_session(select(*columns), sitting_id)).one()._mapping)


def could_lead(session: Session, authority_id: UUID) -> Sequence[Row[UUID, str]]:
    """Id and name of everybody who works at the desk of a council; a council has few."""
    works = select(Membership.person_id).where(
        Membership.authority_id == authority_id, Membership.role.in_(DESK_WRITERS)
    )
    wanted = select(Person.id, Person.name).where(
        Person.id.in_(works), Person.disabled_at.is_(None)
    )
    return session.execute(wanted.order_by(func.lower(Person.name), Person.id).limit(500)).all()


def _of_session(wanted: Select[*tuple[Any, ...]], sitting_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        wanted.select_from(AccessNeed)
        .join(Place, Place.id == AccessNeed.place_id)
        .join(Place.interest)
        .outerjoin(Attendee, comes_instead())
        .where(Place.sitting_id == sitting_id, Place.state == PlaceState.BOOKED)
    )
