"""What was shown at a workshop, until when it is promised, and whether to hold it again."""

from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.files.models import File, State
from engage.kernel.db import Base, Entity, words
from engage.workshops.models.sittings import Workshop


class MaterialKind(StrEnum):
    FILE = "file"
    LINK = "link"
    NOTES = "notes"


class Captions(StrEnum):
    """What a recording has for people who cannot hear it (WCAG 2.2, 1.2)."""

    CAPTIONS = "captions"
    TRANSCRIPT = "transcript"
    BOTH = "both"
    NEITHER = "neither"


CAPTIONS = {
    Captions.BOTH: "captions and a transcript",
    Captions.CAPTIONS: "captions",
    Captions.TRANSCRIPT: "a transcript",
    Captions.NEITHER: "no captions or transcript yet",
}


class Material(Entity):
    """Slides, notes or a recording, for everybody once published.

    ``sitting_id`` None: of all sessions of the workshop. ``captions`` None: not a recording.
    What was published together has one ``batch_id``. Nobody outside reads ``because``, why
    this one is to replace ``instead_of_id``, before it is published; then the other one says it.
    """

    __tablename__ = "material"
    __table_args__ = (Index("ix_material_batch_id", "batch_id"),)

    workshop_id: Mapped[UUID] = mapped_column(ForeignKey("workshop.id"), index=True)
    sitting_id: Mapped[UUID | None] = mapped_column(ForeignKey("sitting.id"))
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    kind: Mapped[MaterialKind] = mapped_column(words(MaterialKind))
    title: Mapped[str] = mapped_column(String(200))
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("file.id"), unique=True)
    address: Mapped[str] = mapped_column(String(500), default="")
    captions: Mapped[Captions | None] = mapped_column(words(Captions))
    text: Mapped[str] = mapped_column(Text, default="")
    instead_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("material.id"))
    because: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    batch_id: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    replaced: Mapped[bool] = mapped_column(default=False)  # by another one, when withdrawn
    workshop: Mapped[Workshop] = relationship(lazy="select")
    file: Mapped[File | None] = relationship(lazy="joined")

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def is_ready(self) -> bool:
        """Nothing has to be done before people may have it."""
        return self.file is None or self.file.state is State.CLEAN

    @property
    def is_recording(self) -> bool:
        return self.captions is not None

    @property
    def captions_in_words(self) -> str:
        return CAPTIONS[self.captions] if self.captions else ""

    @property
    def site(self) -> str:
        """Where a link leads, so that people know before they follow it."""
        return urlsplit(self.address).hostname or self.address

    @property
    def kind_in_words(self) -> str:
        """What it is, as the beginning of a line: "PDF", "Recording", "Link", "Notes"."""
        if self.file is not None:
            return self.file.kind_in_words
        return "Recording" if self.is_recording else self.kind.value.capitalize()


class MaterialsClock(Base):
    """Until when the materials of a session that has ended are promised, and what came of it.

    ``settled_at``: they are published, or the council said why there are none.
    """

    __tablename__ = "materials_clock"
    __table_args__ = (
        Index(
            "ix_materials_clock_open",
            "due_at",
            postgresql_where=text("settled_at IS NULL"),
            sqlite_where=text("settled_at IS NULL"),
        ),
    )

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sitting.id"), primary_key=True)
    due_at: Mapped[datetime]  # the midnight at the end of the last day
    remind_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    none_because: Mapped[str] = mapped_column(Text, default="")


class Repetition(Base):
    """What became of the suggestion to hold a session again: done, or turned down and why."""

    __tablename__ = "repetition"

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sitting.id"), primary_key=True)
    again_id: Mapped[UUID | None] = mapped_column(ForeignKey("sitting.id"), index=True)
    because: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime]
