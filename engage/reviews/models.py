"""Rows of digital boards. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Base, Entity, words
from engage.responses.models import Response


class Criterion(Entity):
    """What ideas are scored on, 0 to 5; the weights of one challenge add to 100."""

    __tablename__ = "criterion"
    __table_args__ = (CheckConstraint("weight >= 1 AND weight <= 100", name="weight"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    help: Mapped[str] = mapped_column(String(1000), default="")
    weight: Mapped[int]


class Seat(Base):
    """A person's place on the board of one challenge."""

    __tablename__ = "seat"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    is_chair: Mapped[bool] = mapped_column(default=False)
    seated_at: Mapped[datetime]
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)


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


class Conflict(StrEnum):
    """Kinds of interest, PA 2023 ss.81-83 and Cabinet Office guidance."""

    NONE = "none"
    ACTUAL = "actual"
    POTENTIAL = "potential"
    PERCEIVED = "perceived"


class Ruling(StrEnum):
    """What somebody else decided about a declared interest."""

    NOT_NEEDED = "not needed"
    WAITING = "waiting"
    MAY_REVIEW = "may review"
    STANDS_ASIDE = "stands aside"


class Declaration(Entity):
    """What a board member declared, for ever as they said it; the ruling is about this very one.

    ``replaced_at`` is empty on the one that counts: the newest (PA 2023 ss.81-83). Of what was
    decided about it, the newest is here as well, for boards to read; all is in its rulings.
    """

    __tablename__ = "declaration"
    __table_args__ = (
        Index(
            "uq_declaration_current",
            "challenge_id",
            "person_id",
            unique=True,
            postgresql_where=text("replaced_at IS NULL"),
            sqlite_where=text("replaced_at IS NULL"),
        ),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[Conflict] = mapped_column(words(Conflict))
    detail: Mapped[str] = mapped_column(Text, default="")
    declared_at: Mapped[datetime]
    ruling: Mapped[Ruling] = mapped_column(words(Ruling))
    mitigation: Mapped[str] = mapped_column(Text, default="")
    ruled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ruled_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]  # they declared again


class DeclarationRuling(Entity):
    """What somebody decided about one declaration, and why: for ever as they decided it.

    ``replaced_at`` is empty on the one that counts: the newest (PA 2023 ss.81-83).
    """

    __tablename__ = "declaration_ruling"
    __table_args__ = (
        Index("ix_declaration_ruling_declaration_id", "declaration_id"),
        Index(
            "uq_declaration_ruling_current",
            "declaration_id",
            unique=True,
            postgresql_where=text("replaced_at IS NULL"),
            sqlite_where=text("replaced_at IS NULL"),
        ),
    )

    declaration_id: Mapped[UUID] = mapped_column(ForeignKey("declaration.id"))
    ruling: Mapped[Ruling] = mapped_column(words(Ruling))
    mitigation: Mapped[str] = mapped_column(Text)
    ruled_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ruled_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]  # somebody decided again


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
