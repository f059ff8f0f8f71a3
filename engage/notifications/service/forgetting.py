"""What is forgotten of messages, and when. That a challenge's message was sent stays for audit."""

from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engage.interest import queries as interest
from engage.interest.service import (
    ALERTS,
    LISTS,
    MOVED,
    SEARCHES,
    UNCONFIRMED,
    forget_alerts,
    forget_lists,
    forget_moved,
    forget_subscriptions,
    forget_unconfirmed,
)
from engage.kernel.db import Sessions
from engage.kernel.retention import BATCH, Kept, delete_batch, forget_in_batches
from engage.notifications.models import Message, State
from engage.notifications.service.counting import COUNTS, forget_counts

SINCE = date(2026, 11, 22)
LETTERS = Kept(
    what="E-mails about invitations, passwords and saved searches, and digests: to whom, and "
    "whether they arrived",
    days=90,
    after="we began to send them",
    since=SINCE,
)
CALENDARS = Kept(
    what="Calendar entries that were attached to e-mails",
    days=30,
    after="the e-mail was sent",
    since=SINCE,
)
RETENTION = (LETTERS, CALENDARS, COUNTS)
SETTLED = (State.SENT, State.BOUNCED, State.FAILED, State.SUPPRESSED)


def forget_due(sessions: Sessions) -> None:
    """All of it, with the registrations that messages hang on."""
    forget_in_batches(sessions, LETTERS, forget_letters)
    forget_in_batches(sessions, CALENDARS, forget_calendars)
    forget_in_batches(sessions, UNCONFIRMED, forget_registrations)
    forget_in_batches(sessions, SEARCHES, forget_subscriptions)
    forget_in_batches(sessions, LISTS, forget_lists)
    forget_in_batches(sessions, ALERTS, forget_alerts)
    forget_in_batches(sessions, MOVED, forget_moved)
    forget_in_batches(sessions, COUNTS, forget_counts)


def forget_letters(session: Session, *, at: datetime) -> int:
    """Messages of no challenge: nobody has to show later that they were sent."""
    old = Message.challenge_id.is_(None) & (Message.owed_at < LETTERS.until(at))
    return len(delete_batch(session, Message, old & Message.state.in_(SETTLED)))


def forget_calendars(session: Session, *, at: datetime) -> int:
    """Drop what was attached to messages sent long ago; the fact of sending stays."""
    due = (
        select(Message.id)
        .where(
            Message.state == State.SENT,
            Message.sent_at < CALENDARS.until(at),
            Message.calendar.is_not(None),
        )
        .limit(BATCH)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    dropped = (
        update(Message)
        .where(Message.id.in_(select(due.c.id)))
        .values(calendar=None)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    )
    return len(session.execute(dropped).all())


def forget_registrations(session: Session, *, at: datetime) -> int:
    """Registrations that nobody confirmed; first the messages that point to them."""
    ids = interest.never_confirmed(session, before=UNCONFIRMED.until(at), limit=BATCH)
    if ids:
        session.execute(delete(Message).where(Message.interest_id.in_(ids)))
        forget_unconfirmed(session, ids, at=at)
    return len(ids)
