"""What happened to the trail itself: somebody took it away."""

from typing import ClassVar

from engage.kernel.events import Event


class TrailExported(Event, frozen=True, kw_only=True):
    """The subject is the challenge, or the council; ``format`` is csv or json."""

    name: ClassVar[str] = "trail.exported"
    format: str
