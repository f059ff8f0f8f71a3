"""Sending what is due: claim a batch, talk to the mail server, note each mail as it is taken.

No transaction is open while a mail server is spoken to. A process that dies leaves its batch
to the lease; at most the one message it was sending goes out twice, under the same Message-ID.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, not_, select, update
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.outbox import ENDED, MOST_ATTEMPTS
from engage.kernel.tokens import Signer
from engage.kernel.transports import Connection, Refused, Transport, Unreachable
from engage.notifications.models import WAITING, Message, State
from engage.notifications.rendering.batch import Batch, Gone
from engage.notifications.rendering.catalogue import ALERTS
from engage.notifications.service import results, routes, unwanted
from engage.notifications.service.results import noting_sent

LEASE = timedelta(seconds=60)
BUDGET = 15.0  # seconds for one batch; one slow mail more still fits in the lease
BATCH = 100
MOST_FAULTS = 2  # a server that hangs up twice in one batch is left alone for a while
CLAIMED = (
    Message.id,
    Message.cause_id,
    Message.template,
    Message.why,
    Message.subject_id,
    Message.interest_id,
    Message.recipient,
    Message.recipient_name,
    Message.calendar,
    Message.attempts,
    Message.deaths,
    Message.due_at,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Post:
    """What sending needs: the way out, who it is from, and how links are made."""

    transport: Transport
    sender: str
    base_url: str
    signer: Signer
    fallback: Transport | None = None  # takes over while the other one fails


def send_due(
    sessions: Sessions,
    post: Post,
    *,
    most: int | None = None,
    more: Callable[[], None] = lambda: None,
) -> int:
    """Send what is due, ``most`` at the most; how many are settled: sent, failed or suppressed.

    ``more`` is told at once when there is more than one batch, so that others can help.
    """
    settled = 0
    while most is None or settled < most:
        claimed = _claimed(sessions, BATCH if most is None else min(BATCH, most - settled))
        if len(claimed) == BATCH:
            more()
        done = _deliver(sessions, post, claimed) if claimed else 0
        settled += done
        if done == 0:
            break
    return settled


def _claimed(sessions: Sessions, size: int) -> Sequence[Row[*tuple[Any, ...]]]:
    with sessions.read() as session:  # an idle installation does not take the writer's lock
        due = select(Message.id).where(WAITING, Message.due_at <= now(session)).limit(1)
        if session.scalar(due) is None:
            return []
    with sessions.write() as session:
        return sorted(_claim(session, now(session), size), key=_order)


def _claim(session: Session, at: datetime, size: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Many at once; but what was in hand when two processes ended alone: it may be the cause."""
    feared = and_(Message.state == State.SENDING, Message.attempts > 1)
    return _lease(session, at, not_(feared), size) or _lease(session, at, feared, 1)


def _lease(
    session: Session, at: datetime, which: ColumnElement[bool], size: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Somebody who waits for a link goes before thousands of alerts."""
    due = (
        select(Message.id)
        .where(WAITING, Message.due_at <= at, which)
        .order_by(Message.template.in_(ALERTS), Message.due_at, Message.id)
        .limit(size)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    claim = (
        update(Message)
        .where(Message.id.in_(select(due.c.id)))
        .values(
            state=State.SENDING,
            due_at=at + LEASE,
            attempts=Message.attempts + 1,
            deaths=Message.deaths + case((Message.state == State.SENDING, 1), else_=0),
        )
        .returning(*CLAIMED)
        .execution_options(synchronize_session=False)
    )
    return session.execute(claim).all()


def _order(message: Row[*tuple[Any, ...]]) -> tuple[bool, str, UUID, UUID]:
    """Messages with the same words stand together."""
    return message.template in ALERTS, message.template, message.subject_id, message.id


def _deliver(sessions: Sessions, post: Post, claimed: Sequence[Row[*tuple[Any, ...]]]) -> int:
    free = results.without_paused(sessions, claimed)
    wanted = unwanted.suppress(sessions, free)
    left = list(reversed(wanted))
    settled = len(claimed) - len(wanted)
    return settled + (_carry(sessions, post, left) if left else 0)


def _carry(sessions: Sessions, post: Post, left: list[Row[*tuple[Any, ...]]]) -> int:
    """Send what is in ``left`` by the way that works; how many are settled."""
    way = routes.choose(sessions, post.transport, post.fallback)
    settled, problem = 0, ""
    to = {message.recipient for message in left}
    try:
        with way.transport.connect() as connection, noting_sent(sessions) as sent:
            batch = Batch(sessions, post.sender, post.base_url, post.signer, to)
            for is_settled in Sender(sessions, batch, connection, sent).each(left):
                settled += is_settled
    except Unreachable as fault:
        problem = fault.reason
        log.warning("the mail server does not answer: %s", problem)
        if way.first and post.fallback is not None:
            routes.failed(sessions, problem)
    else:
        if way.doubted:
            routes.works(sessions)
    results.released(sessions, left, problem)
    return settled


@dataclass(frozen=True)
class Sender:
    """One batch on its way over one connection."""

    sessions: Sessions
    batch: Batch
    connection: Connection
    sent: Callable[[UUID], None]

    def each(self, left: list[Row[*tuple[Any, ...]]]) -> Iterator[bool]:
        """Send from the end of ``left`` until it is empty, time is up or the server is gone.

        Yields whether each message is settled; what stays in ``left`` was not tried.
        """
        ends = time.monotonic() + BUDGET
        faults = 0
        while left and time.monotonic() < ends:
            message = left.pop()
            try:
                yield self._given_up(message) or self._one(message)
            except Unreachable as problem:
                yield results.postponed(self.sessions, message, problem.reason)
                faults += 1
                if faults >= MOST_FAULTS:
                    raise

    def _given_up(self, message: Row[*tuple[Any, ...]]) -> bool:
        """Whether it was in hand when too many processes ended; nobody tries it again."""
        if message.deaths < MOST_ATTEMPTS:
            return False
        results.failed(self.sessions, message.id, ENDED)
        return True

    def _one(self, message: Row[*tuple[Any, ...]]) -> bool:
        """Whether the message is settled. Raises Unreachable."""
        try:
            raw = self.batch.compose(message)
            self.connection.send(raw, self.batch.sender, message.recipient)
        except Unreachable:
            raise
        except Gone as problem:
            results.suppressed(self.sessions, [message], str(problem))
        except ValueError as problem:
            results.failed(self.sessions, message.id, f"It cannot be addressed: {problem}")
        except Refused as refusal:
            if not refusal.permanent:
                return results.postponed(self.sessions, message, refusal.reason, refused=True)
            results.refused(self.sessions, message, refusal.reason)
        except Exception as problem:
            log.exception("message %s cannot be written", message.id)
            reason = f"{type(problem).__name__}: {problem}"
            return results.postponed(self.sessions, message, reason)
        else:
            self.sent(message.id)
        return True
