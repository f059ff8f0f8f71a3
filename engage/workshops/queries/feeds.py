"""What is in a person's own calendar, over all councils and challenges."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, lazyload

from engage.interest.models import Interest
from engage.workshops.models import Attendee, CalendarFeed, Place, PlaceState, Sitting
from engage.workshops.queries.lines import comes_instead

MOST = 500
PAST = timedelta(days=90)


def feed(session: Session, feed_id: UUID) -> CalendarFeed | None:
    """None once it was taken back or made anew."""
    return session.get(CalendarFeed, feed_id)


def has_feed(session: Session, email: str) -> bool:
    wanted = select(CalendarFeed.id).where(CalendarFeed.email == email)
    return session.scalar(wanted) is not None


def calendar_of(
    session: Session, email: str, *, at: datetime
) -> Sequence[tuple[Place, Interest | Attendee]]:
    """Every place this person comes with, and as whom: to come, and of the last 90 days."""
    own = (Interest.email == email) & Attendee.id.is_(None)
    wanted = (
        select(Place, Interest, Attendee)
        .join(Interest, Interest.id == Place.interest_id)
        .join(Place.sitting)
        .outerjoin(Attendee, comes_instead())
        .where(
            or_(own, Attendee.email == email),
            Place.state == PlaceState.BOOKED,
            Sitting.cancelled_at.is_(None),
            Sitting.ends_at > at - PAST,
        )
        .order_by(Sitting.starts_at, Place.id)
        .options(contains_eager(Place.sitting), lazyload(Interest.challenge))
        .limit(MOST)
    )
    rows = cast(Iterable[tuple[Place, Interest, Attendee | None]], session.execute(wanted))
    return [(place, named or holder) for place, holder, named in rows]
