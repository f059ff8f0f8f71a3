"""One-to-ones as one supplier may see them, and as everybody may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session, lazyload

from engage.accounts.actor import Actor
from engage.challenges.lifecycle import PUBLIC
from engage.challenges.models import Challenge
from engage.interest import queries as interests
from engage.interest.models import Interest
from engage.workshops.models import Entry, EntryState, Noted, Series, Slot
from engage.workshops.queries.one_to_ones.line import entry_position

OPENED = (Series.opened_at.is_not(None), Series.cancelled_at.is_(None))
"""What everybody may know of."""


@dataclass(frozen=True)
class RoomSeries:
    """A series with the entry of one supplier."""

    series: Series
    entry: Entry | None
    slot: Slot | None
    position: int
    at: datetime

    @property
    def state(self) -> str:
        """ "" for those who never asked, or gave it up."""
        entry = self.entry
        return "" if entry is None or entry.state is EntryState.LEFT else entry.state.value

    @property
    def in_draw(self) -> bool:
        undrawn = self.series.is_lottery and self.series.drawn_at is None
        return undrawn and self.state == "waiting"

    @property
    def may_ask(self) -> bool:
        return self.series.may_ask(self.at) and self.state != "booked"

    @property
    def may_pick(self) -> bool:
        """First come: whoever does not ask yet picks a slot that is free."""
        return self.may_ask and not self.series.is_lottery and not self.state

    @property
    def suits(self) -> list[int]:
        return self.entry.suits if self.entry else []

    @property
    def may_leave(self) -> bool:
        to_come = self.slot is None or self.at < self.slot.starts_at
        return bool(self.state) and to_come and self.series.cancelled_at is None


def series_in_room(session: Session, interest: Interest, *, at: datetime) -> list[RoomSeries]:
    """Every series that was opened, with this supplier's entry, in one statement."""
    rows = session.execute(_in_room(interest).order_by(Series.opened_at, Series.id))
    return [_seen(row, at) for row in rows]


def one_series_in_room(
    session: Session, actor: Actor, ref: str, series_id: UUID
) -> tuple[Series, Interest] | None:
    """A series of a challenge that the actor takes part in, and by which registration."""
    interest = interests.room(session, actor, ref)
    if interest is None:
        return None
    wanted = select(Series).where(
        Series.id == series_id,
        Series.challenge_id == interest.challenge_id,
        Series.opened_at.is_not(None),
    )
    series = session.scalars(wanted).one_or_none()
    return (series, interest) if series else None


def seen_in_room(
    session: Session, series: Series, interest: Interest, *, at: datetime
) -> RoomSeries:
    """One series with this supplier's entry."""
    wanted = _in_room(interest).where(Series.id == series.id)
    return _seen(session.execute(wanted).one(), at)


def own_entry(session: Session, actor: Actor, ref: str, series_id: UUID) -> Entry | None:
    """The actor's entry, also one that was given up."""
    found = one_series_in_room(session, actor, ref, series_id)
    if found is None:
        return None
    series, interest = found
    wanted = select(Entry).where(Entry.series_id == series.id, Entry.interest_id == interest.id)
    return session.scalars(wanted).one_or_none()


def slots_of_series(session: Session, series_id: UUID) -> Sequence[Slot]:
    """Slots that are not cancelled, the earliest first."""
    wanted = select(Slot).where(Slot.series_id == series_id, Slot.cancelled_at.is_(None))
    return session.scalars(wanted.order_by(Slot.number).options(lazyload(Slot.series))).all()


def free_slots(session: Session, series_id: UUID, *, at: datetime) -> Sequence[Slot]:
    """Slots to come that nobody has."""
    wanted = (
        select(Slot)
        .outerjoin(Entry, Entry.slot_id == Slot.id)
        .where(
            Slot.series_id == series_id,
            Slot.cancelled_at.is_(None),
            Slot.starts_at > at,
            Entry.id.is_(None),
        )
        .order_by(Slot.number)
        .options(lazyload(Slot.series))
    )
    return session.scalars(wanted).all()


def public_series(session: Session, _actor: object, ref: str, series_id: UUID) -> Series | None:
    """A series that was opened, of a challenge that everybody may read."""
    wanted = (
        select(Series)
        .join(Series.challenge)
        .where(Series.id == series_id, *OPENED)
        .where(Challenge.reference == ref, Challenge.stage.in_(PUBLIC))
    )
    return session.scalars(wanted).one_or_none()


def public_lottery(session: Session, actor: object, ref: str, series_id: UUID) -> Series | None:
    series = public_series(session, actor, ref, series_id)
    return series if series is not None and series.is_lottery else None


def opened_series(session: Session, challenge_id: UUID) -> Sequence[Series]:
    """The series of a challenge that everybody may know of."""
    wanted = select(Series).where(Series.challenge_id == challenge_id, *OPENED)
    return session.scalars(
        wanted.order_by(Series.opened_at, Series.id).options(lazyload(Series.challenge))
    ).all()


def extent_of_opened(
    session: Session, challenge_id: UUID
) -> Sequence[Row[Series, int, datetime, datetime]]:
    """The same with how many slots each has, when the first starts and the last ends."""
    wanted = (
        select(Series, func.count(), func.min(Slot.starts_at), func.max(Slot.ends_at))
        .join(Slot, Slot.series_id == Series.id)
        .where(Series.challenge_id == challenge_id, Slot.cancelled_at.is_(None), *OPENED)
        .group_by(Series.id)
        .order_by(func.min(Slot.starts_at), Series.id)
        .options(lazyload(Series.challenge))
    )
    return session.execute(wanted).all()


def published_notes(session: Session, series_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """The newest notes of each slot, where that version is published; nobody is named."""
    newer = select(Noted.number).where(Noted.slot_id == Slot.id).order_by(Noted.number.desc())
    wanted = (
        select(Slot.number, Slot.starts_at, Slot.ends_at, Noted.text, Noted.published_at)
        .join(Noted, Noted.slot_id == Slot.id)
        .where(
            Slot.series_id == series_id,
            Noted.published_at.is_not(None),
            Noted.number == newer.limit(1).correlate(Slot).scalar_subquery(),
        )
        .order_by(Slot.number)
    )
    return session.execute(wanted).all()


def _in_room(interest: Interest) -> Select[*tuple[Any, ...]]:
    mine = and_(Entry.series_id == Series.id, Entry.interest_id == interest.id)
    return (
        select(Series, Entry, Slot, entry_position(Entry).label("position"))
        .outerjoin(Entry, mine)
        .outerjoin(Slot, Slot.id == Entry.slot_id)
        .where(Series.challenge_id == interest.challenge_id, Series.opened_at.is_not(None))
        .options(lazyload(Entry.series), lazyload(Slot.series))
    )


def _seen(row: Row[*tuple[Any, ...]], at: datetime) -> RoomSeries:
    series, entry, slot, position = row
    return RoomSeries(series, entry, slot, position or 0, at)
