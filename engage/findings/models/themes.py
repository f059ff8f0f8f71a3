"""Themes: answers that are alike, as they were found and as officers put them right."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Base, Entity, words


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ThemeRun(Entity):
    """One search for themes in the answers to one question, or to all (``prompt_id`` None).

    ``due_at`` is also the worker's lease; ``digest`` is of the answers that were grouped.
    """

    __tablename__ = "theme_run"
    __table_args__ = (Index("ix_theme_run_state_due_at", "state", "due_at"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    prompt_id: Mapped[UUID | None] = mapped_column(ForeignKey("prompt.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(words(State), default=State.QUEUED)
    step: Mapped[int] = mapped_column(default=0)  # see service.theming.STEPS
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    answers: Mapped[int] = mapped_column(default=0)
    agreement: Mapped[int] = mapped_column(default=0)  # per cent of the answers that are in a theme
    engine: Mapped[str] = mapped_column(String(80), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    finished_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(500), default="")
    challenge: Mapped[Challenge] = relationship(lazy="raise")


class ThemeKind(StrEnum):
    """``minority``: few suppliers say it. ``apart``: answers that are like no other."""

    THEME = "theme"
    MINORITY = "minority"
    APART = "apart"


class Theme(Entity):
    """Answers that belong together, and why. ``kept``: an officer's hand was on it, so it stays.

    ``summary``: sentences of suppliers, each with the receipts it comes from.
    """

    __tablename__ = "theme"
    __table_args__ = (Index("ix_theme_challenge_id_prompt_id", "challenge_id", "prompt_id"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    prompt_id: Mapped[UUID | None] = mapped_column(ForeignKey("prompt.id"))
    kind: Mapped[ThemeKind] = mapped_column(words(ThemeKind), default=ThemeKind.THEME)
    name: Mapped[str] = mapped_column(String(120))
    kept: Mapped[bool] = mapped_column(default=False)
    terms: Mapped[list[str]] = mapped_column(JSON, default=list)
    closeness: Mapped[int] = mapped_column(default=0)  # hundredths
    x: Mapped[int] = mapped_column(default=0)  # thousandths of the map
    y: Mapped[int] = mapped_column(default=0)
    summary: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    made_at: Mapped[datetime]
    challenge: Mapped[Challenge] = relationship(lazy="raise")


class ThemeAnswer(Base):
    """An answer of a theme. ``by_hand``: an officer put it there, and there it stays."""

    __tablename__ = "theme_answer"

    theme_id: Mapped[UUID] = mapped_column(
        ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True
    )
    answer_id: Mapped[UUID] = mapped_column(
        ForeignKey("sent_answer.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    by_hand: Mapped[bool] = mapped_column(default=False)
