"""Sendings about one challenge, for its desk: what became of each, and whether it adds up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import Delivery
from engage.kernel.paging import Page
from engage.notifications.models import Message, Sending, State
from engage.responses.events import SEALED
from engage.responses.policy import is_unsealed

MOST = 10
Numbers = dict[State, int]


@dataclass(frozen=True)
class Line:
    """One sending, and how many of its messages are in each state."""

    sending: Sending
    numbers: Numbers

    @property
    def found(self) -> int:
        return sum(self.numbers.values())

    @property
    def missing(self) -> int:
        """Fewer than the statement that wrote them reported; negative: more of them."""
        return self.sending.expected - self.found

    @property
    def waiting(self) -> int:
        """What pausing would hold."""
        return self.numbers[State.QUEUED]

    @property
    def held(self) -> int:
        return self.numbers[State.HELD]


def count_sendings(
    session: Session, challenge: Challenge, *, only: Collection[str] | None = None
) -> int:
    wanted = select(func.count()).select_from(Sending).where(*shown(challenge, only))
    return session.scalar(wanted) or 0


def sendings_about(
    session: Session, challenge: Challenge, *, page: Page, only: Collection[str] | None = None
) -> list[Line]:
    """One page of them, newest first. ``only`` these templates."""
    wanted = select(Sending).where(*shown(challenge, only))
    ordered = wanted.order_by(Sending.begun_at.desc(), Sending.id.desc())
    rows = session.scalars(ordered.offset(page.offset).limit(page.limit)).all()
    return lines(session, rows)


def line(session: Session, sending: Sending) -> Line:
    return lines(session, [sending])[0]


def lines(session: Session, sendings: Sequence[Sending]) -> list[Line]:
    """Their messages counted in one statement."""
    found: dict[tuple[UUID, str], Numbers] = {}
    for cause_id, template, state, number in _counted(session, sendings):
        found.setdefault((cause_id, template), {})[state] = number
    return [
        Line(sending, {state: _of(found, sending).get(state, 0) for state in State})
        for sending in sendings
    ]


def _of(found: dict[tuple[UUID, str], Numbers], sending: Sending) -> Numbers:
    return found.get((sending.cause_id, sending.template), {})


def _counted(session: Session, sendings: Sequence[Sending]) -> Sequence[Row[UUID, str, State, int]]:
    wanted = (
        select(Message.cause_id, Message.template, Message.state, func.count())
        .where(Message.cause_id.in_({sending.cause_id for sending in sendings}))
        .group_by(Message.cause_id, Message.template, Message.state)
    )
    return session.execute(wanted).all()


def parked_about(session: Session, challenge: Challenge, *, at: datetime) -> Sequence[datetime]:
    """When the facts happened of which nobody may have been told: reactions given up."""
    wanted = (
        select(RecordedEvent.occurred_at)
        .join(Delivery, Delivery.event_id == RecordedEvent.id)
        .where(Delivery.parked_at.is_not(None), RecordedEvent.challenge_id == challenge.id)
        .order_by(RecordedEvent.occurred_at.desc())
        .limit(MOST)
    )
    if not is_unsealed(challenge, at):
        wanted = wanted.where(RecordedEvent.name.not_in(sorted(SEALED)))
    return session.scalars(wanted).all()


def shown(challenge: Challenge, only: Collection[str] | None) -> list[ColumnElement[bool]]:
    ours: list[ColumnElement[bool]] = [Sending.challenge_id == challenge.id]
    return ours if only is None else [*ours, Sending.template.in_(only)]
