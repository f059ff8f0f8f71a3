"""The line of a series, and what was noted last in a slot."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from engage.interest.models import Interest
from engage.interest.models import State as InterestState
from engage.kernel.events import RecordedEvent
from engage.workshops.models import Entry, EntryState, Noted, Series, Slot
from engage.workshops.queries.feeds import MOST, PAST


def position_of(session: Session, entry: Entry) -> int:
    """Where somebody who waits stands, from 1; 0 for those who do not, and before a draw."""
    mine = aliased(Entry)
    return session.scalar(select(entry_position(mine)).where(mine.id == entry.id)) or 0


def entry_position(mine: type[Entry]) -> ScalarSelect[int]:
    """How many who wait stand at or before ``mine``; 0 unless it waits in a line."""
    other, series = aliased(Entry), aliased(Series)
    same = other.rank == mine.rank
    before: ColumnElement[bool] = or_(
        other.rank < mine.rank,
        and_(same, other.joined_at < mine.joined_at),
        and_(same, other.joined_at == mine.joined_at, other.id <= mine.id),
    )
    return (
        select(func.count())
        .select_from(other)
        .join(series, series.id == other.series_id)
        .where(
            other.series_id == mine.series_id,
            other.state == EntryState.WAITING,
            mine.state == EntryState.WAITING,
            or_(series.commitment == "", series.drawn_at.is_not(None)),
            before,
        )
        .correlate(mine)
        .scalar_subquery()
    )


def newest_note(session: Session, slot_id: UUID) -> Noted | None:
    wanted = select(Noted).where(Noted.slot_id == slot_id).order_by(Noted.number.desc())
    return session.scalars(wanted.limit(1)).one_or_none()


def held_entries(session: Session, series_id: UUID) -> Sequence[Entry]:
    """Everybody who has a slot of a series or asks for one, with the slot."""
    wanted = (
        select(Entry)
        .where(Entry.series_id == series_id, Entry.state != EntryState.LEFT)
        .options(joinedload(Entry.interest), joinedload(Entry.slot))
    )
    return session.scalars(wanted).all()


def entries_freed_by(session: Session, event: RecordedEvent, *, at: datetime) -> Sequence[Entry]:
    """What a supplier who withdrew has or asks for; not what was asked for after coming back."""
    wanted = (
        select(Entry)
        .join(Entry.series)
        .join(Entry.interest)
        .outerjoin(Slot, Slot.id == Entry.slot_id)
        .where(
            Entry.interest_id == event.subject_id,
            Entry.state != EntryState.LEFT,
            Series.cancelled_at.is_(None),
            or_(Slot.id.is_(None), Slot.starts_at > at),
            or_(
                Interest.state == InterestState.WITHDRAWN,
                Entry.joined_at <= event.occurred_at,
            ),
        )
        .order_by(Entry.series_id)
    )
    return session.scalars(wanted).all()


def series_to_come(
    session: Session, challenge_id: UUID | None, *, at: datetime
) -> Sequence[Series]:
    """Series that are not cancelled and have a slot to come, and drafts; as they are locked."""
    later = select(Slot.series_id).where(Slot.starts_at > at, Slot.challenge_id == challenge_id)
    wanted = select(Series).where(
        Series.challenge_id == challenge_id,
        Series.cancelled_at.is_(None),
        or_(Series.opened_at.is_(None), Series.id.in_(later)),
    )
    return session.scalars(wanted.order_by(Series.id)).all()


def own_slots(session: Session, email: str, *, at: datetime) -> Sequence[Entry]:
    """Every slot this person has: to come, and of the last 90 days; for their calendar."""
    wanted = (
        select(Entry)
        .join(Entry.interest)
        .join(Entry.slot)
        .join(Entry.series)
        .where(
            Interest.email == email,
            Slot.cancelled_at.is_(None),
            Series.cancelled_at.is_(None),
            Slot.ends_at > at - PAST,
        )
        .order_by(Slot.starts_at, Entry.id)
        .options(joinedload(Entry.slot), joinedload(Entry.interest))
        .limit(MOST)
    )
    return session.scalars(wanted).all()
