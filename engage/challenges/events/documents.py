"""What happened to the documents of challenges."""

from typing import ClassVar

from engage.kernel.events import Event


class DocumentAdded(Event, frozen=True, kw_only=True):
    """The subject is the document. ``kind``: PDF, DOCX."""

    name: ClassVar[str] = "document.added"
    kind: str
    after_publishing: bool


class DocumentRenamed(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "document.renamed"
    kind: str


class DocumentMoved(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "document.moved"
    up: bool


class DocumentRemoved(Event, frozen=True, kw_only=True):
    """``was_public``: people could take it away, so they read why it is gone."""

    name: ClassVar[str] = "document.removed"
    kind: str
    was_public: bool


class DocumentCleared(Event, frozen=True, kw_only=True):
    """The virus scanner found nothing: from here on people can take it away."""

    name: ClassVar[str] = "document.cleared"
    kind: str


class DocumentCondemned(Event, frozen=True, kw_only=True):
    """A later scan found something. ``was_public``: people could have taken it away before."""

    name: ClassVar[str] = "document.condemned"
    kind: str
    was_public: bool


class DocumentRefused(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "document.refused"
    kind: str
