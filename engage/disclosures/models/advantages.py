"""Findings about an unfair advantage (Procurement Act 2023, s.16(4))."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Entity


class AdvantageFinding(Entity):
    """What one officer drafted and another signed; then it stays as it is.

    ``avoidable``: whether the advantage can be avoided. If not, the supplier may not take part.
    """

    __tablename__ = "advantage_finding"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    supplier: Mapped[str] = mapped_column(String(200))
    advantage: Mapped[str] = mapped_column(Text)
    steps: Mapped[str] = mapped_column(Text)
    avoidable: Mapped[bool]
    reasons: Mapped[str] = mapped_column(Text)
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    drafted_at: Mapped[datetime]
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)
