"""What the virus scanner found. Files know no challenge: whoever shows them listens."""

from dataclasses import dataclass
from typing import ClassVar

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FileCleared(Event):
    """Nothing was found: it may leave."""

    name: ClassVar[str] = "file.cleared"


@dataclass(frozen=True, kw_only=True)
class FileCondemned(Event):
    """It was clean, and people may have it; ``found``: what the scanner calls it now."""

    name: ClassVar[str] = "file.condemned"
    found: str


@dataclass(frozen=True, kw_only=True)
class FileRefused(Event):
    """``found``: what the scanner calls it; empty when the bytes did not arrive."""

    name: ClassVar[str] = "file.refused"
    found: str
