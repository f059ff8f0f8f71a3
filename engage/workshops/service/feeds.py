"""The address of a person's own calendar: made, made anew, and taken back."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.interest.models import Interest
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.ids import uuid7
from engage.kernel.locking import lock
from engage.kernel.upsert import insert_if_absent
from engage.workshops.events import FeedMade, FeedStopped
from engage.workshops.models import CalendarFeed

FEED = "calendar"
"""The purpose that addresses of calendars are signed for."""
NOT_AGAIN_WITHIN = timedelta(minutes=1)


class TooSoon(Refusal):
    """Nobody fills a mailbox from here."""


def renew_feed(session: Session, interest: Interest, *, at: datetime) -> None:
    """Owe this person the address of their calendar; the one they had stops working."""
    lock(session, interest)
    known = session.scalar(select(CalendarFeed.made_at).where(CalendarFeed.email == interest.email))
    if known is not None and known > at - NOT_AGAIN_WITHIN:
        raise TooSoon("We sent you an address just now. Look at your e-mail, or wait a minute.")
    _forget(session, interest)
    row = {"id": uuid7(), "email": interest.email, "made_at": at}
    insert_if_absent(session, CalendarFeed, row)
    made = session.scalars(
        select(CalendarFeed.id).where(CalendarFeed.email == interest.email)
    ).one()
    known_about = about(interest) | {"subject_id": interest.id}
    record(session, FeedMade(feed_id=made, **known_about), by=interest.id, at=at)


def stop_feed(session: Session, interest: Interest, *, at: datetime) -> bool:
    """Take the address back; whether there was one."""
    lock(session, interest)
    if not _forget(session, interest):
        return False
    record(session, FeedStopped(**about(interest)), by=interest.id, at=at)
    return True


def _forget(session: Session, interest: Interest) -> bool:
    gone = delete(CalendarFeed).where(CalendarFeed.email == interest.email)
    return bool(session.execute(gone.returning(CalendarFeed.id)).all())
