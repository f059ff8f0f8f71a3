"""Messages about one challenge, for its desk; and to whom one message went."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Cadence
from engage.kernel.counting import count_each
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.notifications.models import Language, Message, OptOut, Preference, State
from engage.notifications.rendering.topics import Topic
from engage.responses.events import SEALED
from engage.responses.policy import is_unsealed


@dataclass(frozen=True)
class Chosen:
    """What one address wants to get."""

    muted: frozenset[str]
    cadence: Cadence = Cadence.NOW
    language: Language | None = None  # both


def message(session: Session, message_id: UUID) -> Message | None:
    """The message that a signed link stood in."""
    return session.get(Message, message_id)


def recipient(session: Session, message_id: UUID) -> str | None:
    """The address a message went to; None when it is gone."""
    return session.scalar(select(Message.recipient).where(Message.id == message_id))


def opted_out(session: Session, email: str) -> OptOut | None:
    """Why and since when an address gets no more alerts, or nothing at all."""
    return session.scalars(select(OptOut).where(OptOut.email == email.lower())).one_or_none()


def chosen(session: Session, email: str) -> Chosen:
    """What an address wants to get; alerts that were stopped are muted."""
    kept = session.scalar(select(Preference).where(Preference.email == email.lower()))
    muted = set(kept.muted) if kept else set()
    if opted_out(session, email) is not None:
        muted.add(Topic.ALERTS)
    if kept is None:
        return Chosen(frozenset(muted))
    return Chosen(frozenset(muted), kept.cadence, kept.language)


def counts(
    session: Session,
    challenge: Challenge,
    *,
    at: datetime,
    only: Collection[str] | None = None,
) -> dict[State, int]:
    """How many messages are in each state; every state is there. ``only`` these templates."""
    return count_each(session, State, Message.state, *shown(challenge, at, only))


def messages_about(
    session: Session,
    challenge: Challenge,
    *,
    at: datetime,
    state: State | None,
    page: Page,
    only: Collection[str] | None = None,
) -> Sequence[Any]:
    """One page of them, newest first; why and since when an address gets no more alerts."""
    wanted = select(
        Message.id,
        Message.template,
        Message.recipient,
        Message.recipient_name,
        Message.state,
        Message.owed_at,
        Message.sent_at,
        Message.attempts,
        Message.problem,
        OptOut.reason.label("opted_out"),
        OptOut.at.label("opted_out_at"),
        OptOut.bounced_at,
    ).where(*shown(challenge, at, only))
    held_back = and_(OptOut.email == Message.recipient, Message.state == State.SUPPRESSED)
    wanted = wanted.outerjoin(OptOut, held_back)
    if state is not None:
        wanted = wanted.where(Message.state == state)
    ordered = wanted.order_by(Message.owed_at.desc(), Message.id.desc())
    return session.execute(ordered.offset(page.offset).limit(page.limit)).all()


def shown(challenge: Challenge, at: datetime, only: Collection[str] | None) -> list[Any]:
    """Who sent a response is as secret as the response."""
    ours = [Message.challenge_id == challenge.id]
    if only is not None:
        ours.append(Message.template.in_(only))
    if is_unsealed(challenge, at):
        return ours
    sealed = select(RecordedEvent.id).where(
        RecordedEvent.challenge_id == challenge.id, RecordedEvent.name.in_(sorted(SEALED))
    )
    return [*ours, Message.cause_id.not_in(sealed)]
