"""One message to many people: how many were owed, and pausing what has not gone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Select, select, update
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.db import owes
from engage.kernel.errors import Refusal
from engage.kernel.events import RecordedEvent, record
from engage.kernel.ids import uuid7
from engage.kernel.upsert import insert_from, insert_if_absent
from engage.notifications.events import SendingPaused, SendingResumed
from engage.notifications.models import Message, Sending, State


class AlreadyPaused(Refusal):
    """Nothing of it goes out as it is."""


class NotPaused(Refusal):
    """Only what was paused goes on."""


def fan_out(
    session: Session,
    event: RecordedEvent,
    template: str,
    columns: Sequence[str],
    source: Select[Any],
) -> int:
    """Owe what ``source`` selects in one statement, and note how many it said they are."""
    told = insert_from(session, Message, columns, source)
    note_expected(
        session,
        cause_id=event.id,
        template=template,
        authority_id=event.authority_id,
        challenge_id=event.challenge_id,
        number=told,
        at=now(session),
    )
    return told


def note_expected(
    session: Session,
    *,
    cause_id: UUID,
    template: str,
    authority_id: UUID | None,
    challenge_id: UUID | None,
    number: int,
    at: datetime,
) -> None:
    """So many messages more belong to this sending; none changes nothing."""
    if not number:
        return
    row = {
        "id": uuid7(),
        "cause_id": cause_id,
        "template": template,
        "authority_id": authority_id,
        "challenge_id": challenge_id,
        "expected": 0,
        "begun_at": at,
        "missing": 0,
    }
    insert_if_absent(session, Sending, row)
    one = Sending.cause_id == cause_id, Sending.template == template
    session.execute(update(Sending).where(*one).values(expected=Sending.expected + number))


def hold(
    session: Session,
    *,
    cause_id: UUID,
    template: str | None = None,
    by: UUID | None,
    at: datetime,
) -> int:
    """Pause what has not gone of a sending, or of all of one cause; how many messages wait.

    What a sender has in hand goes out or is held by it: it looks here before each batch.
    """
    held = 0
    for sending in _locked(session, cause_id, template):
        if sending.held_at is not None:
            raise AlreadyPaused("This sending is paused already")
        sending.held_at = at
        number = _move(session, sending, State.QUEUED, State.HELD)
        fact = SendingPaused(**_whose(sending), template=sending.template, held=number)
        record(session, fact, by=by, at=at)
        held += number
    return held


def release(
    session: Session,
    *,
    cause_id: UUID,
    template: str | None = None,
    by: UUID | None,
    at: datetime,
) -> int:
    """Send what was paused; how many messages go out now."""
    released = 0
    for sending in _locked(session, cause_id, template):
        if sending.held_at is None:
            raise NotPaused("This sending is not paused")
        sending.held_at = None
        number = _move(session, sending, State.HELD, State.QUEUED, due_at=at)
        fact = SendingResumed(**_whose(sending), template=sending.template, released=number)
        record(session, fact, by=by, at=at)
        released += number
    owes(session, "outbox")
    return released


def _locked(session: Session, cause_id: UUID, template: str | None) -> Sequence[Sending]:
    wanted = select(Sending).where(Sending.cause_id == cause_id).order_by(Sending.template)
    if template is not None:
        wanted = wanted.where(Sending.template == template)
    fresh = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalars(fresh).all()


def _move(session: Session, sending: Sending, old: State, new: State, **more: object) -> int:
    """One statement, however many they are."""
    moved = session.execute(
        update(Message)
        .where(
            Message.cause_id == sending.cause_id,
            Message.template == sending.template,
            Message.state == old,
        )
        .values(state=new, **more)
        .execution_options(synchronize_session=False)
    )
    return int(cast(CursorResult[Any], moved).rowcount)


def _whose(sending: Sending) -> dict[str, Any]:
    return {
        "subject_id": sending.id,
        "authority_id": sending.authority_id,
        "challenge_id": sending.challenge_id,
    }
