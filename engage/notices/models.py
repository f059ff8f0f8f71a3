"""Rows of notices and of releases. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Entity, words


class SourceNotice(Entity):
    """The published notice a challenge was started from, as it was read."""

    __tablename__ = "source_notice"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), unique=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    ocid: Mapped[str] = mapped_column(String(80), default="")
    notice_id: Mapped[str] = mapped_column(String(80), default="")
    notice_type: Mapped[str] = mapped_column(String(8), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    buyer_name: Mapped[str] = mapped_column(String(300), default="")
    findings: Mapped[dict[str, Any]]  # {"missing": [...], "warnings": [...]}: what to look at
    imported_at: Mapped[datetime]


class Kind(StrEnum):
    """Whether a notice says that the authority intends to engage, or that it has (s.17(2))."""

    PROSPECTIVE = "prospective"
    RETROSPECTIVE = "retrospective"


class Status(StrEnum):
    DRAFT = "draft"  # to be published, and its number to be given
    RECORDED = "recorded"  # published: ``notice_id`` is its number
    NONE = "none"  # there is none: ``rationale`` says why


class Notice(Entity):
    """One version of the notice of a challenge. Every version is kept.

    The first is made when the challenge is published, another when what a published one says has
    changed since. ``listed_because``: why the page was listed before there was a number.
    """

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("challenge_id", "number"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    number: Mapped[int]
    kind: Mapped[Kind] = mapped_column(words(Kind))
    status: Mapped[Status] = mapped_column(words(Status))
    notice_id: Mapped[str] = mapped_column(String(20), default="")
    ocid: Mapped[str] = mapped_column(String(40), default="")
    rationale: Mapped[str] = mapped_column(Text, default="")
    listed_because: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    recorded_at: Mapped[datetime | None]


class Release(Entity):
    """One publication of a challenge as open data: exact bytes, never changed.

    ``position`` is given by one task after the commit, and only once the challenge is listed: who
    reads on from a position never misses a release that was committed late.
    """

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("challenge_id", "number"),
        Index(
            "ix_release_unnumbered",
            "id",
            postgresql_where=text("position IS NULL"),
            sqlite_where=text("position IS NULL"),
        ),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    number: Mapped[int]
    ocid: Mapped[str] = mapped_column(String(60), index=True)
    tag: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text)  # UTF-8 when served
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    position: Mapped[int | None] = mapped_column(unique=True)
    challenge: Mapped[Challenge] = relationship(lazy="select")
