"""What somebody needs to take part. Only the lead of the workshop reads it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Entity


class AccessNeed(Entity):
    """Of whoever comes with this place, told with their consent (UK GDPR art. 9(2)(a)).

    Forgotten 30 days after the session, or as soon as the place or the session is given up.
    """

    __tablename__ = "access_need"

    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), unique=True)
    sign_language: Mapped[bool] = mapped_column(default=False)  # a BSL interpreter
    captions: Mapped[bool] = mapped_column(default=False)
    step_free: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(Text, default="")
    diet: Mapped[str] = mapped_column(Text, default="")
    told_at: Mapped[datetime]
