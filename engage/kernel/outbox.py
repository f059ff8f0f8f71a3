"""Reactions owed to events: at least once each, one row per event and handler."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from engage.kernel.clock import now
from engage.kernel.db import Entity, Sessions, owes
from engage.kernel.events import RecordedEvent
from engage.kernel.ids import uuid7
from engage.kernel.retention import Kept, delete_batch, forget_in_batches

Handler = Callable[[Session, RecordedEvent], None]
Subscriptions = Mapping[str, Mapping[str, Handler]]
"""Event name to handler name to handler."""

LEASE = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 12
BATCH = 100
ENDED = "Each process that tried this ended before it was done"
DONE = Kept(
    what="Notes that a reaction to an event was done: no personal data",
    days=30,
    after="it was done",
    since=date(2026, 11, 22),
)
RETENTION = (DONE,)

log = logging.getLogger(__name__)


class Delivery(Entity):
    """A reaction owed. ``due_at`` is also the lease: claiming moves it into the future."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("event_id", "handler"),
        Index(
            "ix_delivery_due",
            "due_at",
            postgresql_where=text("done_at IS NULL AND parked_at IS NULL"),
            sqlite_where=text("done_at IS NULL AND parked_at IS NULL"),
        ),
        Index(
            "ix_delivery_parked_at",
            "parked_at",
            postgresql_where=text("parked_at IS NOT NULL"),
            sqlite_where=text("parked_at IS NOT NULL"),
        ),
        Index(
            "ix_delivery_done_at",
            "done_at",
            postgresql_where=text("done_at IS NOT NULL"),
            sqlite_where=text("done_at IS NOT NULL"),
        ),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    handler: Mapped[str]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    error: Mapped[str | None]
    event: Mapped[RecordedEvent] = relationship(lazy="joined")


def drain(sessions: Sessions, table: Subscriptions) -> int:
    """Route new events, then attempt every delivery that is due; how many were attempted.

    Safe to run in many workers at once. A crash leaves the attempts counted and the
    lease to run out, so the work is taken up again after ``LEASE``.
    """
    attempted = 0
    while _routed(sessions, table):
        pass
    while claimed := _claimed(sessions):
        for delivery_id in claimed:
            with sessions.write() as session:
                _attempt(session, table, delivery_id, now(session))
        attempted += len(claimed)
    return attempted


def _routed(sessions: Sessions, table: Subscriptions) -> int:
    with sessions.read() as session:  # most rounds find nothing: look before taking a lock
        if session.scalar(select(RecordedEvent.id).where(~RecordedEvent.routed).limit(1)) is None:
            return 0
    with sessions.write() as session:
        return _route(session, table, now(session))


def _route(session: Session, table: Subscriptions, at: datetime) -> int:
    fresh = (
        select(RecordedEvent.id, RecordedEvent.name)
        .where(~RecordedEvent.routed)
        .order_by(RecordedEvent.id)
        .limit(500)
        .with_for_update(skip_locked=True)
    )
    rows = session.execute(fresh).all()
    owed = [
        {"id": uuid7(), "event_id": row.id, "handler": handler, "due_at": at}
        for row in rows
        for handler in table.get(row.name, ())
    ]
    if owed:
        session.execute(insert(Delivery), owed)
    if rows:
        seen = update(RecordedEvent).where(RecordedEvent.id.in_([row.id for row in rows]))
        session.execute(seen.values(routed=True))
    return len(rows)


def _claimed(sessions: Sessions) -> Sequence[UUID]:
    with sessions.read() as session:
        if session.scalar(select(Delivery.id).where(*_due(now(session))).limit(1)) is None:
            return ()
    with sessions.write() as session:
        return _claim(session, now(session))


def _due(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return Delivery.done_at.is_(None), Delivery.parked_at.is_(None), Delivery.due_at <= at


def _claim(session: Session, at: datetime) -> Sequence[UUID]:
    """Many at once; but one that was tried before alone, for it may be what ends its process."""
    new = _lease(session, at, Delivery.attempts == 0, BATCH)
    return new or _lease(session, at, Delivery.attempts > 0, 1)


def _lease(session: Session, at: datetime, which: ColumnElement[bool], most: int) -> Sequence[UUID]:
    due = (
        select(Delivery.id)
        .where(*_due(at), which)
        .order_by(Delivery.due_at)
        .limit(most)
        .with_for_update(skip_locked=True, of=Delivery)
        .cte("due")
    )
    lease = (
        update(Delivery)
        .where(Delivery.id.in_(select(due.c.id)))
        .values(due_at=at + LEASE, attempts=Delivery.attempts + 1)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return session.scalars(lease).all()


def _attempt(session: Session, table: Subscriptions, delivery_id: UUID, at: datetime) -> None:
    delivery = session.get_one(Delivery, delivery_id, with_for_update={"of": Delivery})
    if delivery.done_at is not None:
        return
    if delivery.attempts > MOST_ATTEMPTS:
        delivery.parked_at, delivery.error = at, delivery.error or ENDED
        return
    try:
        with session.begin_nested():
            table[delivery.event.name][delivery.handler](session, delivery.event)
        delivery.done_at = at
    except Exception as problem:
        log.exception("delivery %s failed", delivery_id)
        delivery.error = f"{type(problem).__name__}: {problem}"[:500]
        delivery.due_at = at + backoff(delivery.attempts)
        if delivery.attempts >= MOST_ATTEMPTS:
            delivery.parked_at = at


def forget_due(sessions: Sessions) -> None:
    """Drop the notes of reactions that were done long ago; the facts stay."""
    forget_in_batches(sessions, DONE, forget_done)


def forget_done(session: Session, *, at: datetime) -> int:
    """An event is routed once, so what is forgotten is not owed again."""
    return len(delete_batch(session, Delivery, Delivery.done_at < DONE.until(at)))


def backoff(attempts: int) -> timedelta:
    """2, 4, 8 ... seconds, an hour at the most."""
    return min(timedelta(seconds=2 ** min(attempts, 12)), LONGEST_WAIT)


def parked(session: Session) -> int:
    """How many reactions were given up; an operator must look."""
    wanted = select(func.count()).where(Delivery.parked_at.is_not(None))
    return session.scalar(wanted) or 0


def release(session: Session, delivery: Delivery, *, at: datetime) -> None:
    """Try a parked reaction again, from the beginning."""
    delivery.parked_at, delivery.attempts, delivery.due_at = None, 0, at
    owes(session, "outbox")
