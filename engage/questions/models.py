"""Rows of clarification questions. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Entity, words


class State(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"


class Question(Entity):
    """A question as asked, and as published: ``public_text`` carries nothing of the asker."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("challenge_id", "number"),
        Index("ix_question_challenge_id_state", "challenge_id", "state"),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    interest_id: Mapped[UUID] = mapped_column(ForeignKey("interest.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    said: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # in turn
    state: Mapped[State] = mapped_column(words(State), default=State.ASKED)
    number: Mapped[int | None]  # given at publication, so it tells nothing of who asked first
    answered_with_id: Mapped[UUID | None] = mapped_column(  # the published one that answers it
        ForeignKey("question.id"), index=True
    )
    public_text: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")  # or the reason for declining
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)

    @property
    def waits_for_asker(self) -> bool:
        """Whether the council asked something back, and has no reply."""
        return bool(self.state is State.ASKED and self.said and self.said[-1]["council"])

    __mapper_args__ = {"version_id_col": version}
