"""What was disclosed, to whom, and since when everybody has it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.files.models import File
from engage.kernel.db import Entity, words


class What(StrEnum):
    """What a disclosure was, or where it was made; the words are in ``LABELS``."""

    STATEMENT = "statement"
    CHANGE = "change"
    DOCUMENT = "document"
    ANSWER = "answer"
    DECLINED = "declined"
    MATERIAL = "material"
    WORKSHOP = "workshop"
    ONE_TO_ONE = "one_to_one"
    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    FILE = "file"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    What.STATEMENT: "Challenge",
    What.CHANGE: "Change",
    What.DOCUMENT: "Document",
    What.ANSWER: "Answer",
    What.DECLINED: "Question declined",
    What.MATERIAL: "Workshop material",
    What.WORKSHOP: "Workshop",
    What.ONE_TO_ONE: "One-to-one",
    What.CALL: "Phone call",
    What.MEETING: "Meeting",
    What.EMAIL: "E-mail",
    What.FILE: "File handed over",
}
BY_HAND = (What.CALL, What.MEETING, What.EMAIL, What.FILE)
"""What no other page knows of, so an officer notes it."""


class Ground(StrEnum):
    """Why something cannot be published to everybody."""

    SECURITY = "security"
    COMMERCIAL = "commercial"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        return GROUNDS[self]


GROUNDS = {
    Ground.SECURITY: "National security",
    Ground.COMMERCIAL: "Sensitive commercial information, and the public interest is to keep it",
    Ground.NOTHING: "Nothing was said that could help anybody",
}


class Disclosure(Entity):
    """One thing that at least one supplier was told.

    ``source``: what it came from, so that it is here once. ``title`` and ``detail`` are the
    council's own until ``published_at``; ``public_title`` and ``public_text`` are what everybody
    reads. ``to_all``: everybody got it at once, on a page of its own. ``excused_by`` asked that
    it stays unpublished, and ``agreed_by`` is somebody else.
    """

    __tablename__ = "disclosure"
    __table_args__ = (
        UniqueConstraint("challenge_id", "source"),
        Index("ix_disclosure_challenge_id_given_at", "challenge_id", "given_at"),
        Index(
            "ix_disclosure_open",
            "due_at",
            postgresql_where=text("published_at IS NULL AND agreed_at IS NULL"),
            sqlite_where=text("published_at IS NULL AND agreed_at IS NULL"),
        ),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    what: Mapped[What] = mapped_column(words(What))
    title: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(Text, default="")
    channel: Mapped[str] = mapped_column(String(100), default="")
    given_at: Mapped[datetime]
    source: Mapped[UUID]
    to_all: Mapped[bool] = mapped_column(default=False)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("file.id"), unique=True)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # None: by itself
    noted_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    public_title: Mapped[str] = mapped_column(String(200), default="")
    public_text: Mapped[str] = mapped_column(Text, default="")
    remind_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]  # the midnight at the end of the last day
    reminded_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    ground: Mapped[Ground | None] = mapped_column(words(Ground))
    excuse: Mapped[str] = mapped_column(Text, default="")
    excused_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    excused_at: Mapped[datetime | None]
    agreed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime | None]
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)
    file: Mapped[File | None] = relationship(lazy="joined")

    @property
    def is_open(self) -> bool:
        """Somebody knows what others do not."""
        return not self.to_all and self.published_at is None and self.agreed_at is None


class DisclosureRecipient(Entity):
    """A supplier that was told, one that takes part or one whose name an officer typed."""

    __tablename__ = "disclosure_recipient"
    __table_args__ = (UniqueConstraint("disclosure_id", "supplier"),)

    disclosure_id: Mapped[UUID] = mapped_column(ForeignKey("disclosure.id", ondelete="CASCADE"))
    interest_id: Mapped[UUID | None] = mapped_column(ForeignKey("interest.id"), index=True)
    supplier: Mapped[str] = mapped_column(String(200))
