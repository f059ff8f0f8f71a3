"""What happened to the documents of challenges."""

from dataclasses import dataclass
from typing import ClassVar

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class DocumentAdded(Event):
    """The subject is the document. ``kind``: PDF, DOCX."""

    name: ClassVar[str] = "document.added"
    kind: str
    after_publishing: bool


@dataclass(frozen=True, kw_only=True)
class DocumentRenamed(Event):
    name: ClassVar[str] = "document.renamed"
    kind: str


@dataclass(frozen=True, kw_only=True)
class DocumentMoved(Event):
    name: ClassVar[str] = "document.moved"
    up: bool


@dataclass(frozen=True, kw_only=True)
class DocumentRemoved(Event):
    """``was_public``: people could take it away, so they read why it is gone."""

    name: ClassVar[str] = "document.removed"
    kind: str
    was_public: bool


@dataclass(frozen=True, kw_only=True)
class DocumentCleared(Event):
    """The virus scanner found nothing: from here on people can take it away."""

    name: ClassVar[str] = "document.cleared"
    kind: str


@dataclass(frozen=True, kw_only=True)
class DocumentCondemned(Event):
    """A later scan found something. ``was_public``: people could have taken it away before."""

    name: ClassVar[str] = "document.condemned"
    kind: str
    was_public: bool


@dataclass(frozen=True, kw_only=True)
class DocumentRefused(Event):
    name: ClassVar[str] = "document.refused"
    kind: str
