"""What the virus scanner found. Files know no challenge: whoever shows them listens."""

from typing import ClassVar

from engage.kernel.events import Event


class FileCleared(Event, frozen=True, kw_only=True):
    """Nothing was found: it may leave."""

    name: ClassVar[str] = "file.cleared"


class FileCondemned(Event, frozen=True, kw_only=True):
    """It was clean, and people may have it; ``found``: what the scanner calls it now."""

    name: ClassVar[str] = "file.condemned"
    found: str


class FileRefused(Event, frozen=True, kw_only=True):
    """``found``: what the scanner calls it; empty when the bytes did not arrive."""

    name: ClassVar[str] = "file.refused"
    found: str
