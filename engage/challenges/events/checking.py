"""What happened to the checker's advice, and to its lists of words."""

from dataclasses import dataclass
from typing import ClassVar

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FindingDismissed(Event):
    """``code``: which rule; ``field``: where. What was quoted is never told."""

    name: ClassVar[str] = "finding.dismissed"
    code: str
    field: str


@dataclass(frozen=True, kw_only=True)
class FindingRestored(Event):
    """A dismissal was taken back."""

    name: ClassVar[str] = "finding.restored"
    code: str
    field: str


@dataclass(frozen=True, kw_only=True)
class CouncilWordsChanged(Event):
    """``kind``: of which list of the checker."""

    name: ClassVar[str] = "council_words.changed"
    kind: str
