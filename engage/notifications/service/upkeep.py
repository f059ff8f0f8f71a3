"""Looking after messages: forgetting old calendar entries, and trying again what failed."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.db import Sessions, owes
from engage.kernel.errors import Refusal
from engage.notifications.models import Message, State

KEPT = timedelta(days=30)


class NotFailed(Refusal):
    """Only a message that failed is tried again."""


def tidy(sessions: Sessions) -> None:
    """Drop what was attached to messages sent long ago; the fact of sending stays."""
    with sessions.write() as session:
        session.execute(
            update(Message)
            .where(
                Message.state == State.SENT,
                Message.sent_at < now(session) - KEPT,
                Message.calendar.is_not(None),
            )
            .values(calendar=None)
        )


def try_again(session: Session, message: Message, *, at: datetime) -> None:
    """Give a failed message all its attempts anew."""
    if message.state is not State.FAILED:
        raise NotFailed("This message did not fail, so there is nothing to try again")
    message.state, message.attempts, message.due_at, message.problem = State.QUEUED, 0, at, ""
    owes(session, "outbox")
