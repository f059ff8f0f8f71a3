"""Rows of outcomes. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.db import Base, Entity, words


class Result(StrEnum):
    """What became of a participant's idea in the engagement; never a selection of suppliers."""

    TAKEN_FORWARD = "taken forward"
    NOT_TAKEN_FORWARD = "not taken forward"
    TOOK_PART = "took part"  # registered, without a response


class Feedback(Entity):
    """What one participant is told; sent only after an officer approved the words."""

    __tablename__ = "feedback"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    interest_id: Mapped[UUID] = mapped_column(ForeignKey("interest.id"), unique=True)
    result: Mapped[Result] = mapped_column(words(Result))
    text: Mapped[str] = mapped_column(Text, default="")
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)
    interest: Mapped[Interest] = relationship(lazy="select")

    __mapper_args__ = {"version_id_col": version}


class Summary(Base):
    """What we heard, what we changed, what we did not and why: published when concluded."""

    __tablename__ = "summary"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    heard: Mapped[str] = mapped_column(Text, default="")
    changed: Mapped[str] = mapped_column(Text, default="")
    unchanged: Mapped[str] = mapped_column(Text, default="")
    next_steps: Mapped[str] = mapped_column(Text, default="")
    themes_shown: Mapped[bool] = mapped_column(default=False)  # their names, to everybody
    days: Mapped[int | None]  # from the end of the engagement until it was published
    saved_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class OutcomeClock(Base):
    """By when everybody who took part hears, as it was promised when the engagement ended."""

    __tablename__ = "outcome_clock"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    due_at: Mapped[datetime] = mapped_column(index=True)  # the midnight at the end of the last day
    remind_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]


class FollowUp(Entity):
    """The one question that a participant may ask about its feedback, and the answer."""

    __tablename__ = "follow_up"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    interest_id: Mapped[UUID] = mapped_column(ForeignKey("interest.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)
    interest: Mapped[Interest] = relationship(lazy="select")


class Rating(Base):
    """What a participant thinks of the engagement, 1 (not at all) to 5; shown without a name."""

    __tablename__ = "rating"

    interest_id: Mapped[UUID] = mapped_column(ForeignKey("interest.id"), primary_key=True)
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    clear: Mapped[int]  # the need was easy to understand
    fair: Mapped[int]  # everybody was treated the same
    worth: Mapped[int]  # it was worth the time
    words: Mapped[str] = mapped_column(Text, default="")
    rated_at: Mapped[datetime]
