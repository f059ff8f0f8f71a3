"""Answers as the reading room has them, what people noted there, and what may be public."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Base, Entity, words
from engage.responses.models import Prompt


class Shelf(Base):
    """The answers to one challenge are all in the reading room, as they were at ``filed_at``."""

    __tablename__ = "shelf"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    filed_at: Mapped[datetime]


class SentAnswer(Entity):
    """One answer of a submission that counts, so that it can be searched, marked and grouped.

    A row is made only once the responses of its challenge are unsealed, and goes with the
    submission. ``deleted_at``: it was for evaluation only, and its words are gone.
    """

    __tablename__ = "sent_answer"
    __table_args__ = (
        UniqueConstraint("submission_id", "prompt_id"),
        Index("ix_sent_answer_challenge_id_prompt_id", "challenge_id", "prompt_id", "id"),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    prompt_id: Mapped[UUID] = mapped_column(ForeignKey("prompt.id"), index=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    interest_id: Mapped[UUID] = mapped_column(ForeignKey("interest.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[int] = mapped_column(default=0)
    protection: Mapped[str] = mapped_column(String(24), default="council")
    deleted_at: Mapped[datetime | None]
    challenge: Mapped[Challenge] = relationship(lazy="raise")
    prompt: Mapped[Prompt] = relationship(lazy="raise")


class SeenAnswer(Base):
    """Somebody had this answer on a page; when for the first time."""

    __tablename__ = "seen_answer"

    answer_id: Mapped[UUID] = mapped_column(
        ForeignKey("sent_answer.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    seen_at: Mapped[datetime]


class Colour(StrEnum):
    """What a highlight looks like; what a colour means is for the readers to agree."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    NONE = "none"  # a note without a highlight


class Remark(Entity):
    """A highlight of ``[begins, ends)`` of an answer, a note on it, or both.

    Both ends 0: on the whole answer. ``shared``: all who read the challenge see it.
    """

    __tablename__ = "remark"

    answer_id: Mapped[UUID] = mapped_column(
        ForeignKey("sent_answer.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    begins: Mapped[int]
    ends: Mapped[int]
    colour: Mapped[Colour] = mapped_column(words(Colour))
    note: Mapped[str] = mapped_column(String(2000), default="")
    shared: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    answer: Mapped[SentAnswer] = relationship(lazy="raise")


class Ground(StrEnum):
    """Why words are left out of a public copy: sections of the Freedom of Information Act 2000."""

    PERSONAL = "s.40"
    CONFIDENCE = "s.41"
    COMMERCIAL = "s.43"


class Redaction(Entity):
    """``[begins, ends)`` of an answer stays out of its public copy. The answer stays as it is."""

    __tablename__ = "redaction"

    answer_id: Mapped[UUID] = mapped_column(
        ForeignKey("sent_answer.id", ondelete="CASCADE"), index=True
    )
    begins: Mapped[int]
    ends: Mapped[int]
    ground: Mapped[Ground] = mapped_column(words(Ground))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    answer: Mapped[SentAnswer] = relationship(lazy="raise")


class PublicCopy(Entity):
    """What anybody may read of one response: made anew of it, never laid over it.

    ``answers``: a question, an answer and the id of its row each, in the order of the questions.
    """

    __tablename__ = "public_copy"
    __table_args__ = (UniqueConstraint("challenge_id", "number"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), unique=True)
    number: Mapped[int]
    answers: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_at: Mapped[datetime]
