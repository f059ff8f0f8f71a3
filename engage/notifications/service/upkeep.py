"""Looking after messages: sending one again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.kernel.db import owes
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.locking import lock
from engage.notifications.events import MessageSentAgain
from engage.notifications.models import Message, OptOut, State
from engage.notifications.rendering.catalogue import ALERTS
from engage.notifications.service.preferences import BOUNCED, lift_bounce

AGAIN = (State.FAILED, State.BOUNCED, State.SENT)


class NotSettled(Refusal):
    """Only what was sent, or could not be, is sent again."""


class NotWanted(Refusal):
    """The person does not want it."""


class AddressFails(Refusal):
    """Mails to it came back; somebody has to say that it works again."""


def try_again(
    session: Session, message: Message, *, works: bool = False, by: UUID | None, at: datetime
) -> None:
    """Give a message all its attempts anew; it is locked and read again first.

    ``works``: an address that mails came back from is believed to work again.
    """
    lock(session, message)
    if message.state not in AGAIN:
        raise NotSettled("This message did not fail, so there is nothing to try again")
    _need_address(session, message, works)
    tried = min(message.attempts, 1) if message.state is not State.FAILED else 0
    message.state, message.attempts, message.due_at, message.problem = State.QUEUED, tried, at, ""
    message.sent_at = None
    fact = MessageSentAgain(
        subject_id=message.id,
        authority_id=message.authority_id,
        challenge_id=message.challenge_id,
        template=message.template,
    )
    record(session, fact, by=by, at=at)
    owes(session, "outbox")


def _need_address(session: Session, message: Message, works: bool) -> None:
    out = session.scalar(select(OptOut).where(OptOut.email == message.recipient))
    if out and out.reason != BOUNCED and message.template in ALERTS:
        raise NotWanted("This person stopped e-mails like this one, so we do not send it again")
    returned = out is not None and out.bounced_at is not None
    if returned and not works:
        raise AddressFails(
            "E-mails to this address came back. Ask the person whether it works again, then send "
            "it from the page of the message"
        )
    if returned:
        lift_bounce(session, email=message.recipient)
