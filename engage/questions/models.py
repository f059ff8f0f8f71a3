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
    TAKEN_BACK = "taken_back"  # by the asker, before anything was published


class Ruling(StrEnum):
    """What the council says to a part that the asker wants to be kept confidential."""

    KEPT = "kept"  # it is never published, and the answer does not depend on it
    REFUSED = "refused"  # then the asker chooses: all of it published, or nothing


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
    confidential: Mapped[str] = mapped_column(Text, default="")  # beside the text; and why
    ruling: Mapped[Ruling | None] = mapped_column(words(Ruling))
    ruled_because: Mapped[str] = mapped_column(Text, default="")
    ruled_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]  # when the asker let it be published whole
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

    @property
    def waits_for_ruling(self) -> bool:
        """Whether the council has to say first what becomes of the confidential part."""
        return self.state is State.ASKED and bool(self.confidential) and self.ruling is None

    @property
    def waits_for_choice(self) -> bool:
        """Whether the asker has to say what becomes of a question that is not kept confidential."""
        refused = self.ruling is Ruling.REFUSED and self.agreed_at is None
        return self.state is State.ASKED and refused

    @property
    def to_publish(self) -> str:
        """The asked words that may be published: all of them where the asker agreed."""
        whole = self.agreed_at is not None and self.confidential
        return f"{self.text}\n\n{self.confidential}" if whole else self.text

    __mapper_args__ = {"version_id_col": version}
