"""Interests of a member in one response: found by comparison, or said by the member."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Entity, words
from engage.reviews.models.declarations import Conflict


class FindingState(StrEnum):
    """Only a dismissed one lets the member see the response."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class ConflictFinding(Entity):
    """A member and a response that may not go together (PA 2023 ss.81-83).

    ``grounds``: what was alike; ``kind`` and ``detail``: what the member says, if they said
    anything. ``reason``: why it was confirmed, or with which safeguard it was dismissed.
    """

    __tablename__ = "conflict_finding"
    __table_args__ = (
        UniqueConstraint("response_id", "person_id"),
        Index("ix_conflict_finding_challenge_id_state", "challenge_id", "state"),
        Index("ix_conflict_finding_person_id", "person_id"),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"))
    grounds: Mapped[list[str]] = mapped_column(default=list)
    kind: Mapped[Conflict] = mapped_column(words(Conflict), default=Conflict.NONE)
    detail: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[FindingState] = mapped_column(words(FindingState), default=FindingState.SUGGESTED)
    reason: Mapped[str] = mapped_column(Text, default="")
    found_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
