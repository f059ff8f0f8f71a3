"""Writing down what we owe people. Nothing is rendered or sent here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import false, func, literal, select, true
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.models import Partner
from engage.interest.models import Interest, Invited
from engage.interest.models import State as InterestState
from engage.kernel.clock import now
from engage.kernel.db import Instant, owes, words
from engage.kernel.events import RecordedEvent
from engage.kernel.ids import uuid7
from engage.kernel.upsert import fresh_id, insert_each, insert_if_absent
from engage.notifications.models import Message, State
from engage.notifications.service.bulk import fan_out, note_expected
from engage.outcomes.models import Feedback
from engage.outcomes.queries import participant

EVERYBODY = true()
COLUMNS = (
    "id", "cause_id", "template", "authority_id", "challenge_id", "state", "owed_at", "due_at",
    "attempts", "problem", "subject_id", "interest_id", "recipient", "recipient_name",
)  # fmt: skip


def owe(
    session: Session,
    *,
    cause_id: UUID,
    template: str,
    recipient: str,
    name: str,
    subject_id: UUID,
    authority_id: UUID | None,
    challenge_id: UUID | None,
    interest_id: UUID | None = None,
    calendar: bytes | None = None,
    why: str = "",
    at: datetime,
) -> None:
    """Owe one message, once for a cause, a recipient and a template."""
    row = {
        "cause_id": cause_id,
        "template": template,
        "recipient": recipient,
        "recipient_name": name,
        "subject_id": subject_id,
        "authority_id": authority_id,
        "challenge_id": challenge_id,
        "interest_id": interest_id,
        "calendar": calendar.decode() if calendar else None,
        "why": why,
    }
    owe_each(session, [row], at=at)


def owe_each(session: Session, rows: Sequence[Mapping[str, Any]], *, at: datetime) -> None:
    """Owe several messages in one statement; ``rows`` have the columns that ``owe`` fills."""
    started = {"state": State.QUEUED, "owed_at": at, "due_at": at, "attempts": 0, "problem": ""}
    owed = [{"id": uuid7(), **started, **row} for row in rows]
    if len(owed) == 1:
        insert_if_absent(session, Message, owed)
    else:
        _note_each(session, insert_each(session, Message, owed), at)
    owes(session, "outbox")


def _note_each(session: Session, rows: Sequence[Mapping[str, Any]], at: datetime) -> None:
    """How many were owed, for each sending that they belong to: nearly always one."""
    keys = ("cause_id", "template", "authority_id", "challenge_id")
    for values, number in Counter(tuple(row[key] for key in keys) for row in rows).items():
        note_expected(session, **dict(zip(keys, values, strict=True)), number=number, at=at)


def tell_participants(
    session: Session, event: RecordedEvent, template: str, which: Any = EVERYBODY
) -> int:
    """Owe a message about the event's subject to everyone who takes part, or to ``which`` of
    them; how many."""
    source = shared(session, event, template, event.subject_id).add_columns(
        Interest.id, Interest.email, _name(Interest.name)
    )
    wanted = source.where(_taking_part(event), which)
    return fan_out(session, event, template, COLUMNS, wanted)


def tell_invited(session: Session, event: RecordedEvent, template: str, which: Any) -> int:
    """Owe the same words about the event's challenge to these of those invited; how many."""
    if event.challenge_id is None:
        return 0
    source = shared(session, event, template, event.challenge_id).add_columns(
        literal(None, Interest.id.type), Invited.email, _name(Invited.name)
    )
    return fan_out(session, event, template, COLUMNS, source.where(which))


def tell_partners(session: Session, event: RecordedEvent, template: str) -> int:
    """Owe a message about the event's subject to every council that shares or follows; how many."""
    if event.challenge_id is None:
        return 0
    source = shared(session, event, template, event.subject_id).add_columns(
        literal(None, Interest.id.type), func.lower(Authority.email), _name(Authority.name)
    )
    source = source.join_from(Partner, Authority, Authority.id == Partner.council_id).where(
        Partner.challenge_id == event.challenge_id, Partner.joined_at.is_not(None)
    )
    return fan_out(session, event, template, COLUMNS, source)


def tell_outcomes(session: Session, event: RecordedEvent) -> int:
    """Owe each participant their approved feedback; how many."""
    if event.challenge_id is None:
        return 0
    source = shared(session, event, "outcome", Feedback.id).add_columns(
        Interest.id, Interest.email, _name(Interest.name)
    )
    source = source.join_from(Feedback, Interest, Interest.id == Feedback.interest_id).where(
        Feedback.challenge_id == event.challenge_id,
        Feedback.approved_at.is_not(None),
        Interest.email != "",
        participant(event.challenge_id),
    )
    return fan_out(session, event, "outcome", COLUMNS, source)


def _taking_part(event: RecordedEvent) -> Any:
    if event.challenge_id is None:
        return false()
    confirmed = (Interest.state == InterestState.CONFIRMED) & (Interest.email != "")
    return confirmed & (Interest.challenge_id == event.challenge_id)


def shared(session: Session, event: RecordedEvent, template: str, subject: Any) -> Any:
    """The columns that are the same in every row of one fan-out, in the order of COLUMNS."""
    at = literal(now(session), Instant())
    uuid = Message.id.type
    return select(
        fresh_id(),
        literal(event.id, uuid),
        literal(template),
        literal(event.authority_id, uuid),
        literal(event.challenge_id, uuid),
        literal(State.QUEUED, words(State)),
        at,
        at,
        literal(0),
        literal(""),
        literal(subject, uuid) if isinstance(subject, UUID) else subject,
    )


def _name(column: Any) -> Any:
    return func.substr(column, 1, 120)
