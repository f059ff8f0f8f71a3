"""Rows of notices and of releases: imported, sent and seen. They hold data and decide nothing."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Base, Entity, words


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
    published_on: Mapped[date | None]  # where it was not the day on which it was recorded


class Release(Entity):
    """One publication of a challenge as open data: exact bytes, never changed.

    ``position`` is given by one task after the commit, and only once the challenge is listed: who
    reads on from a position never misses a release that was committed late.
    """

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("challenge_id", "number"),
        Index("ix_release_made_at", "made_at"),
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


class Step(StrEnum):
    """How far a notice is that we hand to Find a Tender."""

    ASKED = "asked"
    SENDING = "sending"  # it may have arrived: nothing is sent again before somebody has looked
    SENT = "sent"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    REFUSED = "refused"
    UNSURE = "unsure"  # it may have arrived, and we cannot look: an officer has to


UNDER_WAY = (Step.ASKED, Step.SENDING, Step.SENT, Step.ACCEPTED)


class HandIn(Entity):
    """A release of ours that goes to Find a Tender as a notice. ``due_at`` is also the lease."""

    __tablename__ = "hand_in"
    __table_args__ = (
        UniqueConstraint("release_id"),
        Index("ix_hand_in_step_due_at", "step", "due_at"),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"))  # exactly what is sent
    previous: Mapped[str] = mapped_column(String(20), default="")  # the notice that it changes
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    step: Mapped[Step] = mapped_column(words(Step), default=Step.ASKED)
    round: Mapped[int] = mapped_column(default=1)  # once more for each "send again"
    due_at: Mapped[datetime]
    claims: Mapped[int] = mapped_column(default=0)  # the fence: who claimed later, owns it
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    parked_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    submission_id: Mapped[str] = mapped_column(String(15), default="")
    status: Mapped[str] = mapped_column(String(40), default="")  # in the service's own words
    report: Mapped[str] = mapped_column(Text, default="")  # what validation objects to
    notice_id: Mapped[str] = mapped_column(String(11), default="")
    ocid: Mapped[str] = mapped_column(String(18), default="")
    problem: Mapped[str] = mapped_column(String(500), default="")  # of the last try

    @property
    def own_key(self) -> str:
        """What the service knows this notice by before it has given it a number."""
        return f"{self.id}-{self.round}"


class Sighting(Entity):
    """A notice on Find a Tender that may be the one a challenge waits for."""

    __tablename__ = "sighting"
    __table_args__ = (UniqueConstraint("challenge_id", "notice_id"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    notice_id: Mapped[str] = mapped_column(String(11))
    ocid: Mapped[str] = mapped_column(String(18))
    title: Mapped[str] = mapped_column(String(300))
    buyer_name: Mapped[str] = mapped_column(String(300))
    why: Mapped[str] = mapped_column(String(200))
    certain: Mapped[bool]
    seen_at: Mapped[datetime]
    published_on: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    is_ours: Mapped[bool | None]


class Reading(Base):
    """How far Find a Tender has been read: one row. ``until`` is empty between two windows."""

    __tablename__ = "find_a_tender_reading"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    since: Mapped[datetime]  # everything before was read
    until: Mapped[datetime | None]
    cursor: Mapped[str] = mapped_column(String(300), default="")
    page_size: Mapped[int]
    due_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    skipped: Mapped[int] = mapped_column(default=0)  # windows that could not be read
    problem: Mapped[str] = mapped_column(String(500), default="")
