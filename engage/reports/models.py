"""Rows of compiled responses. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Base, Entity, words


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Compilation(Entity):
    """One compiling of the responses. ``due_at`` is also the worker's lease."""

    __tablename__ = "compilation"
    __table_args__ = (Index("ix_compilation_state_due_at", "state", "due_at"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(words(State), default=State.QUEUED)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(500), default="")
    snapshot: Mapped[str] = mapped_column(String(64), default="")  # see ``manifest``
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)
    files: Mapped[list["CompiledFile"]] = relationship(
        cascade="all, delete-orphan", order_by="CompiledFile.format", lazy="selectin"
    )


class CompiledFile(Base):
    """One format of a compilation, kept in the store under a random key."""

    __tablename__ = "compiled_file"

    compilation_id: Mapped[UUID] = mapped_column(
        ForeignKey("compilation.id", ondelete="CASCADE"), primary_key=True
    )
    format: Mapped[str] = mapped_column(String(4), primary_key=True)  # an ending, or "sums"
    key: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
