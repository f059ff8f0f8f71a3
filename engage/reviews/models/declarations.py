"""What members declared, and what somebody else decided about it (PA 2023 ss.81-83)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Entity, words


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
    organisations: Mapped[str] = mapped_column(Text, default="")  # worked for, own, or know well
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
