"""One-to-ones as the desk sees them: with who asks, who has which slot, and what was noted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import Session, joinedload

from engage.accounts.actor import Actor
from engage.accounts.models import Person
from engage.challenges import queries as challenges
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.workshops.models import Entry, EntryState, Noted, Series, Slot

NOTES = 20  # versions that a page lists


def series_of_challenge(session: Session, challenge_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every series, drafts too, with its slots and how many have one or ask. At most 20."""
    slots = select(func.count()).where(Slot.series_id == Series.id, Slot.cancelled_at.is_(None))
    wanted = (
        select(
            Series,
            slots.correlate(Series).scalar_subquery().label("slots"),
            _number(EntryState.BOOKED).label("booked"),
            _number(EntryState.WAITING).label("waiting"),
        )
        .where(Series.challenge_id == challenge_id)
        .order_by(Series.created_at, Series.id)
    )
    return session.execute(wanted).all()


def series_for_desk(session: Session, actor: Actor, ref: str, series_id: UUID) -> Series | None:
    """A series of a challenge that the actor may see at the desk."""
    found = draft_for_desk(session, actor, ref, series_id)
    return found[1] if found else None


def draft_for_desk(
    session: Session, actor: Actor, ref: str, series_id: UUID | None = None
) -> tuple[Challenge, Series | None] | None:
    """A challenge that the actor may see at the desk, and a series of it if one is named."""
    challenge = challenges.for_desk(session, actor, ref)
    if challenge is None or series_id is None:
        return (challenge, None) if challenge else None
    wanted = select(Series).where(Series.id == series_id, Series.challenge_id == challenge.id)
    series = session.scalars(wanted).one_or_none()
    return (challenge, series) if series else None


def slot_for_desk(
    session: Session, actor: Actor, ref: str, series_id: UUID, slot_id: UUID
) -> Slot | None:
    """A slot of a series that the actor may see at the desk."""
    if series_for_desk(session, actor, ref, series_id) is None:
        return None
    wanted = select(Slot).where(Slot.id == slot_id, Slot.series_id == series_id)
    return session.scalars(wanted).one_or_none()


def timetable(session: Session, series_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every slot in order with whose it is, and the number of the newest notes. At most 100."""
    notes = select(func.max(Noted.number)).where(Noted.slot_id == Slot.id)
    wanted = (
        select(
            *(Slot.id, Slot.number, Slot.starts_at, Slot.ends_at, Slot.cancelled_at),
            *(Interest.organisation, Interest.name, Interest.email),
            notes.correlate(Slot).scalar_subquery().label("notes"),
        )
        .outerjoin(Entry, Entry.slot_id == Slot.id)
        .outerjoin(Interest, Interest.id == Entry.interest_id)
        .where(Slot.series_id == series_id)
        .order_by(Slot.number)
    )
    return session.execute(wanted).all()


def waiting_in(session: Session, series_id: UUID, *, most: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who asks without a slot, in the order of the line; before a draw, as they asked."""
    wanted = (
        select(Interest.organisation, Interest.name, Interest.email, Entry.code, Entry.suits)
        .join(Entry, Entry.interest_id == Interest.id)
        .where(Entry.series_id == series_id, Entry.state == EntryState.WAITING)
        .order_by(Entry.rank, Entry.joined_at, Entry.id)
        .limit(most)
    )
    return session.execute(wanted).all()


def number_held(session: Session, series_id: UUID) -> int:
    """How many have a slot or ask: those who are told when all is cancelled."""
    wanted = select(func.count()).where(
        Entry.series_id == series_id, Entry.state != EntryState.LEFT
    )
    return session.scalar(wanted) or 0


def number_to_come(session: Session, series_id: UUID, *, at: datetime) -> int:
    """How many have a slot that has not begun: those who are told when the place changes."""
    wanted = (
        select(func.count())
        .join(Entry.slot)
        .where(Entry.series_id == series_id, Slot.starts_at > at, Slot.cancelled_at.is_(None))
    )
    return session.scalar(wanted.select_from(Entry)) or 0


def versions_of(session: Session, slot_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """The newest versions of the notes of a slot, and who wrote each."""
    wanted = (
        select(Noted.number, Noted.written_at, Noted.published_at, Person.name)
        .join(Person, Person.id == Noted.written_by)
        .where(Noted.slot_id == slot_id)
        .order_by(Noted.number.desc())
    )
    return session.execute(wanted.limit(NOTES)).all()


def _number(state: EntryState) -> Any:
    wanted = select(func.count()).where(and_(Entry.series_id == Series.id, Entry.state == state))
    return wanted.correlate(Series).scalar_subquery()


def whose(session: Session, slot_id: UUID) -> Entry | None:
    """The entry that has a slot, with who it is of."""
    wanted = select(Entry).where(Entry.slot_id == slot_id).options(joinedload(Entry.interest))
    return session.scalars(wanted).one_or_none()
