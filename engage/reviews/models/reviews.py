"""Ideas before a board, and what each member thinks of them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Base, Entity, words
from engage.responses.models import Response


class Verdict(StrEnum):
    """What the chair recorded about one idea. A shortlist never selects a supplier."""

    PENDING = "pending"
    SHORTLISTED = "shortlisted"
    NOT_SHORTLISTED = "not shortlisted"


class Referral(Entity):
    """A response put to the board; by ``number`` the board speaks of it (Idea 3)."""

    __tablename__ = "referral"
    __table_args__ = (UniqueConstraint("challenge_id", "number"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"), unique=True)
    number: Mapped[int]
    verdict: Mapped[Verdict] = mapped_column(words(Verdict), default=Verdict.PENDING)
    reasons: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    referred_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)
    response: Mapped[Response] = relationship(lazy="select")

    __mapper_args__ = {"version_id_col": version}


class Review(Entity):
    """One member's view of one idea. ``submitted_at`` empty: a draft only they can see."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("referral_id", "person_id"),
        Index("ix_review_person_id", "person_id"),
    )

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    comment: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    scores: Mapped[list["Score"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    __mapper_args__ = {"version_id_col": version}


class Score(Base):
    """0 (no evidence) to 5 (excellent) for one criterion."""

    __tablename__ = "score"
    __table_args__ = (CheckConstraint("value >= 0 AND value <= 5", name="value"),)

    review_id: Mapped[UUID] = mapped_column(
        ForeignKey("review.id", ondelete="CASCADE"), primary_key=True
    )
    criterion_id: Mapped[UUID] = mapped_column(
        ForeignKey("criterion.id"), primary_key=True, index=True
    )
    value: Mapped[int]
