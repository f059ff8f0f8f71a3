"""Where a requirement or a criterion comes from: the themes and answers that prompted it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Base, Entity, words


class RequirementKind(StrEnum):
    REQUIREMENT = "requirement"
    CRITERION = "criterion"


class Requirement(Entity):
    """Something that the later tender asks for, or weighs."""

    __tablename__ = "requirement"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    kind: Mapped[RequirementKind] = mapped_column(words(RequirementKind))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)


class Source(Entity):
    """A theme, or one answer, that prompted a requirement."""

    __tablename__ = "requirement_source"
    __table_args__ = (
        UniqueConstraint("requirement_id", "theme_id"),
        UniqueConstraint("requirement_id", "answer_id"),
    )

    requirement_id: Mapped[UUID] = mapped_column(ForeignKey("requirement.id", ondelete="CASCADE"))
    theme_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("theme.id", ondelete="CASCADE"), index=True
    )
    answer_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("sent_answer.id", ondelete="CASCADE"), index=True
    )


class Echo(Base):
    """A requirement comes close to the protected words of one supplier.

    ``[begins, ends)`` of the answer is the longest part they share, ``run`` how many words it
    has, ``share`` how many hundredths of the requirement stand in the answer.
    """

    __tablename__ = "echo"

    requirement_id: Mapped[UUID] = mapped_column(
        ForeignKey("requirement.id", ondelete="CASCADE"), primary_key=True
    )
    answer_id: Mapped[UUID] = mapped_column(
        ForeignKey("sent_answer.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    begins: Mapped[int]
    ends: Mapped[int]
    run: Mapped[int]
    share: Mapped[int]
