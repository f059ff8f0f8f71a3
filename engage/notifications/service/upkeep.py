"""Looking after messages: trying again what failed."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.kernel.db import owes
from engage.kernel.errors import Refusal
from engage.kernel.locking import lock
from engage.notifications.models import Message, State


class NotFailed(Refusal):
    """Only a message that failed is tried again."""


def try_again(session: Session, message: Message, *, at: datetime) -> None:
    """Give a failed message all its attempts anew; it is locked and read again first."""
    lock(session, message)
    if message.state is not State.FAILED:
        raise NotFailed("This message did not fail, so there is nothing to try again")
    message.state, message.attempts, message.due_at, message.problem = State.QUEUED, 0, at, ""
    owes(session, "outbox")
