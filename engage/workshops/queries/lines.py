"""The line at a session: who holds a place, who waits, and where somebody stands."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, lazyload

from engage.interest.models import Interest
from engage.interest.models import State as InterestState
from engage.kernel.events import RecordedEvent
from engage.workshops.models import Attendee, Place, PlaceState, Sitting

HELD = (PlaceState.BOOKED, PlaceState.OFFERED, PlaceState.WAITING)


def holders(session: Session, sitting_id: UUID) -> Sequence[Row[Place, Interest, Attendee]]:
    """Every place at a session, whose it is and who comes instead: also of those who wait.

    The session, its workshop and challenge are the same for all, and read once.
    """
    wanted = (
        select(Place, Interest, Attendee)
        .join(Interest, Interest.id == Place.interest_id)
        .outerjoin(Attendee, comes_instead())
        .where(Place.sitting_id == sitting_id, Place.state.in_(HELD))
        .options(lazyload(Place.sitting), lazyload(Interest.challenge))
    )
    return session.execute(wanted).all()


def comes_instead() -> ColumnElement[bool]:
    """Who was named for a place and is so still."""
    return and_(Attendee.place_id == Place.id, Attendee.released_at.is_(None))


def attendee_of(session: Session, place_id: UUID) -> Attendee | None:
    """Who comes instead of whoever booked."""
    wanted = select(Attendee).where(Attendee.place_id == place_id, Attendee.released_at.is_(None))
    return session.scalars(wanted).one_or_none()


def position(session: Session, place: Place) -> int:
    """Where somebody who waits stands, from 1; 0 for those who do not wait."""
    mine = aliased(Place)
    return session.scalar(select(waiting_position(mine)).where(mine.id == place.id)) or 0


def freed_by(session: Session, event: RecordedEvent, *, at: datetime) -> Sequence[Place]:
    """Places to come of a supplier who withdrew; not those booked after they came back."""
    wanted = (
        select(Place)
        .join(Place.sitting)
        .join(Place.interest)
        .where(
            Place.interest_id == event.subject_id,
            Place.state.in_(HELD),
            Sitting.starts_at > at,
            Sitting.cancelled_at.is_(None),
            or_(
                Interest.state == InterestState.WITHDRAWN,
                Place.joined_at <= event.occurred_at,
            ),
        )
        .order_by(Place.sitting_id)
    )
    return session.scalars(wanted).all()


def waiting_position(mine: type[Place]) -> ScalarSelect[int]:
    """How many who wait for the same kind of place stand at or before ``mine``; 0 unless it waits.

    In person and online are two lines: a place in the room helps nobody who wants to dial in.
    """
    other = aliased(Place)
    before: ColumnElement[bool] = or_(
        other.joined_at < mine.joined_at,
        and_(other.joined_at == mine.joined_at, other.id <= mine.id),
    )
    return (
        select(func.count())
        .where(
            other.sitting_id == mine.sitting_id,
            other.mode == mine.mode,
            other.state == PlaceState.WAITING,
            mine.state == PlaceState.WAITING,
            before,
        )
        .correlate(mine)
        .scalar_subquery()
    )
