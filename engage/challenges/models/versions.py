"""Rows of what a statement said, who approved it, and what is to change in it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Entity, words


class Why(StrEnum):
    """What a version of a statement was kept for."""

    ASKED = "asked"  # somebody was asked to approve it
    PUBLISHED = "published"
    AMENDED = "amended"
    EXTENDED = "extended"


class StatementVersion(Entity):
    """What a statement said at one moment. ``content`` has a value for each of its fields.

    Those that were only shown to an approver are nobody else's business: see ``queries.history``.
    """

    __tablename__ = "statement_version"
    __table_args__ = (UniqueConstraint("challenge_id", "number"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    why: Mapped[Why] = mapped_column(words(Why))
    note: Mapped[str] = mapped_column(Text, default="")  # the reason that everybody reads
    material: Mapped[bool] = mapped_column(default=False)
    enough: Mapped[str] = mapped_column(Text, default="")  # why there was no later end
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]


class Decision(StrEnum):
    """What an approver said."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"


class Approval(Entity):
    """Somebody asked for approval, and what came of it. ``version`` is what was to be approved."""

    __tablename__ = "approval"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    version: Mapped[int]
    asked_by: Mapped[UUID | None]
    written_by: Mapped[UUID | None]  # who changed the statement last
    asked_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[Decision] = mapped_column(words(Decision), default=Decision.WAITING)
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    reasons: Mapped[str] = mapped_column(Text, default="")
    taken_back_at: Mapped[datetime | None]


class Amendment(Entity):
    """Changes of a published statement that are not published yet: at most one set of them.

    ``content`` has only the fields that differ. Nobody outside the council ever reads it.
    ``asked_at``: an approver was asked to publish them, and nobody has edited them since.
    """

    __tablename__ = "amendment"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), unique=True)
    content: Mapped[dict[str, Any]]
    begun_by: Mapped[UUID | None]
    saved_by: Mapped[UUID | None]
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    because: Mapped[str] = mapped_column(Text, default="")  # what changes and why, says who asks
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime | None]
    reasons: Mapped[str] = mapped_column(Text, default="")  # why an approver returned them
    returned_at: Mapped[datetime | None]
