"""What happened to hand-over packs. The subject is the pack."""

from typing import ClassVar

from engage.kernel.events import Event


class PackAsked(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "pack.asked"


class PackFinished(Event, frozen=True, kw_only=True):
    """``asked_by`` is told how it went. ``manifest``: SHA-256 of the list of its files."""

    name: ClassVar[str] = "pack.finished"
    succeeded: bool
    asked_by: str
    manifest: str = ""


class PackTaken(Event, frozen=True, kw_only=True):
    """Somebody took it away."""

    name: ClassVar[str] = "pack.taken"


class PackForgotten(Event, frozen=True, kw_only=True):
    """Its file was deleted because of its age; it can be made again."""

    name: ClassVar[str] = "pack.forgotten"
