"""Rows of the library. They hold data and decide nothing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Entity


class LibraryEntry(Entity):
    """What one engagement found out, in words that an officer wrote for everybody.

    Its words are searchable, see the migration ``library``.
    """

    __tablename__ = "library_entry"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), unique=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    title: Mapped[str] = mapped_column(String(200), default="")
    asked: Mapped[str] = mapped_column(Text, default="")
    heard: Mapped[str] = mapped_column(Text, default="")
    advice: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime]
    shared_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # who agreed to it
    shared_at: Mapped[datetime | None]  # empty: nobody outside the council reads it
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}
