"""What somebody needs to take part. Only the lead of the workshop reads it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Entity


class AccessNeed(Entity):
    """Of whoever comes with this place or slot, with their consent (UK GDPR art. 9(2)(a)).

    Forgotten 30 days afterwards, or as soon as the place, the slot or the session is given up.
    """

    __tablename__ = "access_need"
    __table_args__ = (CheckConstraint("(place_id IS NULL) != (entry_id IS NULL)", name="whose"),)

    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"), unique=True)
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("entry.id"), unique=True)
    sign_language: Mapped[bool] = mapped_column(default=False)  # a BSL interpreter
    captions: Mapped[bool] = mapped_column(default=False)
    step_free: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(Text, default="")
    diet: Mapped[str] = mapped_column(Text, default="")
    told_at: Mapped[datetime]
