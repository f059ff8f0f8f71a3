"""What became of one message, each noted in a small transaction of its own.

See docs/decisions/0003-sent-is-written-per-message.md.
"""

import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.quick import Lost, quick_writes
from engage.kernel.refusals import no_such_mailbox
from engage.notifications.models import Message, Sending, State
from engage.notifications.service.preferences import note_bounce

PAUSE = timedelta(seconds=10)  # before a server that did not answer is tried again
TRIES = 30  # with the waits between them, not quite GIVE_UP_AFTER
GIVE_UP_AFTER = timedelta(days=3)
DOUBLED = 12  # waits double so often: up to 68 minutes
AT_LAST = timedelta(hours=4)
RETURN = 30.0  # seconds for a database to come back; with a batch's time still within its lease
_SENT = (
    update(Message.__table__)  # type: ignore[arg-type]  # it is a Table, not only a FromClause
    .where(Message.id == bindparam("taken"))
    .values(state=State.SENT, problem="", sent_at=bindparam("at"))
)
log = logging.getLogger(__name__)


@contextmanager
def noting_sent(sessions: Sessions) -> Iterator[Callable[[UUID], None]]:
    """What to call when the server took a message, before the next one is begun.

    It is written at once, so that a killed process repeats one message at the most, and is on
    the disk when the block ends. If the database goes away meanwhile, the block ends early: this
    waits until the database is back, and notes again what it may have forgotten.
    """
    taken: list[dict[str, Any]] = []
    with sessions.read() as session:
        began = now(session)
    started = time.monotonic()
    try:
        with quick_writes(sessions, _SENT) as quick:

            def sent(message_id: UUID) -> None:
                at = began + timedelta(seconds=time.monotonic() - started)
                taken.append({"taken": message_id, "at": at})
                quick.write(taken[-1])

            try:
                yield sent
            finally:
                if taken:
                    quick.wait_for_disk()
                    quick.write(taken[-1])
    except Lost as fault:
        log.warning("the database went away while %d mails were noted", len(taken))
        _note_again(sessions, taken, fault)


def _note_again(sessions: Sessions, taken: Sequence[dict[str, Any]], fault: Lost) -> None:
    """Raises ``fault`` when the database does not come back while the lease still holds."""
    ends = time.monotonic() + RETURN
    while taken:
        try:
            with sessions.write() as session:
                session.connection().execute(_SENT, taken)
            return
        except DBAPIError:
            if time.monotonic() > ends:
                raise fault from None
            time.sleep(0.5)


def suppressed(sessions: Sessions, messages: Sequence[Row[*tuple[Any, ...]]], reason: str) -> None:
    """They are not owed any more: one statement, however many."""
    if not messages:
        return
    with sessions.write() as session:
        _settle(session, [message.id for message in messages], State.SUPPRESSED, reason)


def without_paused(
    sessions: Sessions, claimed: Sequence[Row[*tuple[Any, ...]]]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """What may go out; the rest belongs to sendings that somebody paused, and is held."""
    wanted = select(Sending.cause_id, Sending.template).where(
        Sending.cause_id.in_({message.cause_id for message in claimed}),
        Sending.held_at.is_not(None),
    )
    with sessions.read() as session:  # nearly always none: look before taking a lock
        if session.execute(wanted).first() is None:
            return claimed
    with sessions.write() as session:  # whoever resumes them waits, and finds them held
        held = {(row[0], row[1]) for row in session.execute(wanted.with_for_update(read=True))}
        paused = [each for each in claimed if (each.cause_id, each.template) in held]
        _give_back(session, paused, "", state=State.HELD, attempts=Message.attempts - 1)
    return [each for each in claimed if each not in paused]


def failed(sessions: Sessions, message_id: UUID, reason: str) -> None:
    """Given up."""
    with sessions.write() as session:
        _settle(session, [message_id], State.FAILED, reason)


def refused(sessions: Sessions, message: Row[*tuple[Any, ...]], reason: str) -> None:
    """Refused for good; nothing more goes to an address that does not exist."""
    with sessions.write() as session:
        _settle(session, [message.id], State.FAILED, reason)
        if no_such_mailbox(reason):
            note_bounce(session, email=message.recipient, at=now(session))


def wait_after(attempts: int) -> timedelta:
    """2, 4, 8 ... seconds and then 4 hours; up to a fifth less, so that not all come at once."""
    nominal = timedelta(seconds=2**attempts) if attempts <= DOUBLED else AT_LAST
    return nominal * random.uniform(0.8, 1.0)  # noqa: S311  (nobody gains by guessing it)


def postponed(
    sessions: Sessions, message: Row[*tuple[Any, ...]], reason: str, *, refused: bool = False
) -> bool:
    """To be tried later, unless that was the last attempt; whether it is settled.

    ``refused``: a server answered, about this one mail.
    """
    if message.attempts >= TRIES:
        failed(sessions, message.id, reason)
        return True
    with sessions.write() as session:
        again = now(session) + wait_after(message.attempts)
        refusals = Message.refusals + int(refused)
        _give_back(session, [message], reason, due_at=again, refusals=refusals)
    return False


def released(
    sessions: Sessions, messages: Sequence[Row[*tuple[Any, ...]]], reason: str = ""
) -> None:
    """Give back what was claimed and not tried, with its attempt."""
    if not messages:
        return
    with sessions.write() as session:
        again = now(session) + (PAUSE if reason else timedelta())
        _give_back(session, messages, reason, due_at=again, attempts=Message.attempts - 1)


def _give_back(
    session: Session, messages: Sequence[Row[*tuple[Any, ...]]], problem: str, **more: object
) -> None:
    """Queue them again, unless the lease ran out and somebody else holds them by now."""
    if not messages:
        return
    session.execute(
        update(Message)
        .where(
            Message.id.in_([message.id for message in messages]),
            Message.due_at == messages[0].due_at,
            Message.state == State.SENDING,
        )
        .values({"state": State.QUEUED, "problem": problem[:500], **more})
        .execution_options(synchronize_session=False)
    )


def _settle(session: Session, ids: Sequence[UUID], state: State, problem: str) -> None:
    session.execute(
        update(Message)
        .where(Message.id.in_(ids))
        .values(state=state, problem=problem[:500])
        .execution_options(synchronize_session=False)
    )
