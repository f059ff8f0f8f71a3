"""What happened to findings in the library. The subject is the entry; never its words."""

from typing import ClassVar

from engage.kernel.events import Event


class FindingsWritten(Event, frozen=True, kw_only=True):
    """``fields``: the names of those that changed."""

    name: ClassVar[str] = "findings.written"
    fields: tuple[str, ...]


class FindingsShared(Event, frozen=True, kw_only=True):
    """Somebody agreed for the council that everybody reads this ``version``."""

    name: ClassVar[str] = "findings.shared"
    version: int


class FindingsTakenBack(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "findings.taken_back"
