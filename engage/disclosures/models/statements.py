"""The statement of steps taken, as it was generated; and when somebody last read the room."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Base, Entity


class Statement(Entity):
    """One version: rows are added, never changed. ``digest``: SHA-256 of ``body``."""

    __tablename__ = "disclosure_statement"
    __table_args__ = (UniqueConstraint("challenge_id", "number"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    number: Mapped[int]
    body: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)


class RoomVisit(Base):
    """When a participant last read what everybody was given; ``since``: the visit before."""

    __tablename__ = "room_visit"

    interest_id: Mapped[UUID] = mapped_column(
        ForeignKey("interest.id", ondelete="CASCADE"), primary_key=True
    )
    seen_at: Mapped[datetime]
    since: Mapped[datetime | None]
