"""Rows of files. They hold data and describe themselves; they decide nothing."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.files.checking import KINDS
from engage.kernel.db import Base, Entity, words


class State(StrEnum):
    """Only what is clean ever leaves."""

    ARRIVING = "arriving"  # the row knows the key before the store has the bytes
    QUARANTINED = "quarantined"  # waits for the virus scanner
    CLEAN = "clean"
    REFUSED = "refused"  # something was found in it: the bytes are deleted
    CONDEMNED = "condemned"  # it was clean, then a later scan found something: bytes are deleted
    REMOVED = "removed"  # the bytes are deleted, the row says what there was
    FORGOTTEN = "forgotten"  # bytes and row are deleted


class File(Entity):
    """A file as it was handed in. ``due_at``: when a worker has to do with it next."""

    __tablename__ = "file"
    __table_args__ = (Index("ix_file_state_scanned_at", "state", "scanned_at"),)

    key: Mapped[str] = mapped_column(String(64), unique=True)  # in the store; random
    name: Mapped[str] = mapped_column(String(120))  # cleaned
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[State] = mapped_column(words(State), default=State.ARRIVING)
    why_refused: Mapped[str] = mapped_column(String(300), default="")
    uploaded_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]  # when it became clean, or was refused
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(500), default="")  # of the last try

    scanned_at: Mapped[datetime | None]  # when the scan began that said what it is
    signatures: Mapped[str] = mapped_column(String(120), default="")  # what it was scanned with

    @property
    def kind(self) -> str:
        """In capitals, as people call it: PDF, DOCX."""
        return self.name.rpartition(".")[2].upper()

    @property
    def kind_in_words(self) -> str:
        return KINDS[self.kind.lower()].words

    @property
    def size_in_words(self) -> str:
        """Decimal units, as people's own computers say it."""
        if self.size < 1_000:
            return f"{self.size} bytes" if self.size != 1 else "1 byte"
        if self.size < 999_500:
            return f"{round(self.size / 1_000)} kB"
        return f"{self.size / 1_000_000:.1f} MB"


class VirusScanner(Base):
    """What the scanner said when a worker asked last which signatures it has."""

    __tablename__ = "virus_scanner"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    signatures: Mapped[str] = mapped_column(String(120), default="")
    answered_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(500), default="")  # of the last time, if any
