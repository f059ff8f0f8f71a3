"""What of workshops is deleted by the clock (UK GDPR art. 5(1)(e))."""

from datetime import date, datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.kernel.retention import Kept, delete_batch, forget_in_batches
from engage.workshops.models import (
    AccessNeed,
    Attendee,
    CalendarFeed,
    Entry,
    Place,
    Sitting,
    Slot,
)
from engage.workshops.service.one_to_ones.forgetting import (
    ASKED,
    NOTES,
    forget_asked,
    forget_notes,
)

NEEDS = Kept(
    what="Access and dietary needs",
    days=30,
    after="the workshop or one-to-one",
    since=date(2026, 11, 23),
)
NAMED = Kept(
    what="Names and e-mail addresses of people who were named for a workshop and did not come",
    days=30,
    after="somebody else was to come",
    since=date(2026, 11, 23),
)
FEEDS = Kept(
    what="Addresses of people's own calendars",
    days=365,
    after="their last workshop, or since they asked for one",
    since=date(2026, 11, 23),
)
RETENTION = (NEEDS, NAMED, ASKED, NOTES, FEEDS)


def forget_due(sessions: Sessions) -> None:
    """All of it."""
    forget_in_batches(sessions, NEEDS, forget_needs_of_old)
    forget_in_batches(sessions, NAMED, forget_named)
    forget_in_batches(sessions, ASKED, forget_asked)
    forget_in_batches(sessions, NOTES, forget_notes)
    forget_in_batches(sessions, FEEDS, forget_feeds)


def forget_needs_of_old(session: Session, *, at: datetime) -> int:
    """Of sessions and one-to-ones that are over."""
    over = select(Place.id).join(Place.sitting).where(Sitting.ends_at < NEEDS.until(at))
    met = select(Entry.id).join(Entry.slot).where(Slot.ends_at < NEEDS.until(at))
    which = AccessNeed.place_id.in_(over) | AccessNeed.entry_id.in_(met)
    return len(delete_batch(session, AccessNeed, which))


def forget_named(session: Session, *, at: datetime) -> int:
    """Who was to come instead of whoever booked, and then was not."""
    return len(delete_batch(session, Attendee, Attendee.released_at < NAMED.until(at)))


def forget_feeds(session: Session, *, at: datetime) -> int:
    """Calendars of people with no place and no one-to-one since."""
    since = FEEDS.until(at)
    place = (
        select(Place.id)
        .join(Place.sitting)
        .join(Place.interest)
        .outerjoin(Attendee, Attendee.place_id == Place.id)
        .where(
            Sitting.ends_at >= since,
            or_(Interest.email == CalendarFeed.email, Attendee.email == CalendarFeed.email),
        )
    )
    alone = (
        select(Entry.id)
        .join(Entry.slot)
        .join(Entry.interest)
        .where(Slot.ends_at >= since, Interest.email == CalendarFeed.email)
    )
    here = exists(place.correlate(CalendarFeed)) | exists(alone.correlate(CalendarFeed))
    idle = (CalendarFeed.made_at < since) & ~here
    return len(delete_batch(session, CalendarFeed, idle))
