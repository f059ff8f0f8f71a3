"""What happened to the trail itself: somebody took it away."""

from dataclasses import dataclass
from typing import ClassVar

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class TrailExported(Event):
    """The subject is the challenge, or the council; ``format`` is csv or json."""

    name: ClassVar[str] = "trail.exported"
    format: str
