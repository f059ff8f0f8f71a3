"""What happened to the records themselves: somebody took them away."""

from typing import ClassVar

from engage.kernel.events import Event


class TrailExported(Event, frozen=True, kw_only=True):
    """The subject is the challenge, or the council; ``format`` is csv or json."""

    name: ClassVar[str] = "trail.exported"
    format: str


class CopyMade(Event, frozen=True, kw_only=True):
    """Of what is held about somebody, for them. The subject is the council."""

    name: ClassVar[str] = "subject.copied"
    rows: int


class PersonErased(Event, frozen=True, kw_only=True):
    """Somebody's name and address were taken out, on their wish. The subject is the council."""

    name: ClassVar[str] = "subject.erased"
    rows: int


class BundleMade(Event, frozen=True, kw_only=True):
    """What can be given to a request under the Freedom of Information Act was taken away."""

    name: ClassVar[str] = "foi_bundle.made"
    withheld: int
