"""What whoever runs the installation must see: health, parked work, mail that did not go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.kernel import leases
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import Delivery
from engage.kernel.text import without_addresses
from engage.notifications.models import WAITING, MailRoute, Message, Sending

MOST = 50
LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class Health:
    """``late``: the oldest message or reaction has been owed for longer than ``LATE``.

    Each try puts off when it is due, so only when it was first owed shows that work waits.
    """

    worker: bool
    late: bool

    @property
    def well(self) -> bool:
        return self.worker and not self.late


@dataclass(frozen=True, slots=True)
class Failure:
    """A message that was given up. Mail servers repeat the address; here it is left out."""

    template: str
    problem: str
    owed_at: datetime
    attempts: int


def health(session: Session, *, at: datetime) -> Health:
    """Whether a worker gave a sign of life, and whether work is piling up.

    A message that its own server does not want yet waits without anything being wrong here.
    """
    oldest = select(func.min(Message.owed_at)).where(WAITING, Message.refusals == 0)
    oldest_message = session.scalar(oldest)
    oldest_reaction = session.scalar(
        select(func.min(RecordedEvent.occurred_at))
        .join(Delivery, Delivery.event_id == RecordedEvent.id)
        .where(Delivery.done_at.is_(None), Delivery.parked_at.is_(None))
    )
    waiting = [moment for moment in (oldest_message, oldest_reaction) if moment]
    late = any(moment < at - LATE for moment in waiting)
    return Health(worker=leases.is_alive(session, "worker"), late=late)


def parked(session: Session, actor: Actor, delivery_id: UUID) -> Delivery | None:
    """One reaction that was given up; nothing for whoever does not run the installation."""
    if not actor.operator:
        return None
    delivery = session.get(Delivery, delivery_id)
    return delivery if delivery is not None and delivery.parked_at is not None else None


def parked_work(session: Session) -> Sequence[Any]:
    """The reactions given up last."""
    wanted = (
        select(
            Delivery.id,
            Delivery.handler,
            Delivery.error,
            Delivery.parked_at,
            Delivery.attempts,
            RecordedEvent.name,
        )
        .join(RecordedEvent, RecordedEvent.id == Delivery.event_id)
        .where(Delivery.parked_at.is_not(None))
        .order_by(Delivery.parked_at.desc())
        .limit(MOST)
    )
    return session.execute(wanted).all()


def messages_by_state(session: Session) -> dict[str, int]:
    """How many messages are in each state."""
    wanted = select(Message.state, func.count()).group_by(Message.state)
    return {row[0].value: row[1] for row in session.execute(wanted)}


def mail_route(session: Session) -> MailRoute | None:
    """The first way out for mail, when it failed last; None: all is well."""
    return session.scalars(select(MailRoute).where(MailRoute.failures > 0)).first()


def not_adding_up(session: Session) -> Sequence[Any]:
    """Sendings of which messages are missing, or too many are there, by the last count."""
    wanted = (
        select(Sending.id, Sending.template, Sending.expected, Sending.missing, Sending.checked_at)
        .where(text("sending.missing <> 0"))  # the words of the partial index
        .order_by(Sending.checked_at.desc())
        .limit(MOST)
    )
    return session.execute(wanted).all()


def failures(session: Session) -> list[Failure]:
    """The messages given up last; no addresses, those stand on the council's own page."""
    wanted = (
        select(Message.template, Message.problem, Message.owed_at, Message.attempts)
        .where(text("message.state = 'failed'"))  # the words of the partial index
        .order_by(Message.owed_at.desc())
        .limit(MOST)
    )
    return [
        Failure(template, without_addresses(problem), owed_at, attempts)
        for template, problem, owed_at, attempts in session.execute(wanted)
    ]
