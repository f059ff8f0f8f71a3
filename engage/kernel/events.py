"""Facts, recorded in the transaction that made them true: also the audit trail."""

from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypedDict
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.kernel.db import Entity, owes


class Event(Struct, frozen=True, kw_only=True):
    """Something that happened: identifiers and plain values, never personal data.

    There are very many kinds, and a struct costs a quarter of what a data class does.
    """

    name: ClassVar[str]  # stored for ever: choose once, never rename
    subject_id: UUID
    authority_id: UUID | None = None
    challenge_id: UUID | None = None


class Belonging(TypedDict):
    """Whose fact it is: of one challenge of one council."""

    authority_id: UUID
    challenge_id: UUID


BELONGING = frozenset({"subject_id", "authority_id", "challenge_id"})
"""What has a column of its own in the trail; the rest of a fact is its payload."""


class OfCouncil(Protocol):
    """A challenge: a row that belongs to one council."""

    @property
    def id(self) -> UUID: ...
    @property
    def authority_id(self) -> UUID: ...


class OfChallenge(Protocol):
    """A row that belongs to one challenge of one council."""

    @property
    def id(self) -> UUID: ...
    @property
    def authority_id(self) -> UUID: ...
    @property
    def challenge_id(self) -> UUID: ...


def about(subject: OfChallenge) -> dict[str, UUID]:
    """Where a fact about this row belongs: ``Asked(**about(question))``."""
    return {
        "subject_id": subject.id,
        "authority_id": subject.authority_id,
        "challenge_id": subject.challenge_id,
    }


def belonging(challenge: OfCouncil) -> Belonging:
    """The same for a fact about a challenge, or about something without a council of its own:
    ``SeatGiven(subject_id=challenge.id, **belonging(challenge))``.
    """
    return {"authority_id": challenge.authority_id, "challenge_id": challenge.id}


class RecordedEvent(Entity):
    """One line of the append-only trail; ``sealed_in`` and ``position`` are set by sealing."""

    __tablename__ = "event"
    __table_args__ = (
        Index(
            "ix_event_unrouted",
            "id",
            postgresql_where=text("NOT routed"),
            sqlite_where=text("NOT routed"),
        ),
        Index("ix_event_sealed_in", "sealed_in", "position"),
        Index("ix_event_challenge_id_occurred_at", "challenge_id", "occurred_at"),
        Index(
            "ix_event_of_a_council",
            "authority_id",
            "occurred_at",
            postgresql_where=text("challenge_id IS NULL"),
            sqlite_where=text("challenge_id IS NULL"),
        ),
    )

    name: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(index=True)
    authority_id: Mapped[UUID | None]
    challenge_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None]
    occurred_at: Mapped[datetime]
    payload: Mapped[dict[str, Any]]
    routed: Mapped[bool] = mapped_column(default=False)
    sealed_in: Mapped[int | None]
    position: Mapped[int | None]


def record(session: Session, event: Event, *, by: UUID | None, at: datetime) -> RecordedEvent:
    """Append the fact. ``by`` is who did it (None: the clock), ``at`` an aware instant."""
    facts = {
        field: _plain(getattr(event, field))
        for field in event.__struct_fields__
        if field not in BELONGING
    }
    row = RecordedEvent(
        name=event.name,
        subject_id=event.subject_id,
        authority_id=event.authority_id,
        challenge_id=event.challenge_id,
        actor_id=by,
        occurred_at=at,
        payload=facts,
    )
    session.add(row)
    owes(session, "outbox")
    return row


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return str(value)
