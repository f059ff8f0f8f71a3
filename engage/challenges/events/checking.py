"""What happened to the checker's advice, and to its lists of words."""

from typing import ClassVar

from engage.kernel.events import Event


class FindingDismissed(Event, frozen=True, kw_only=True):
    """``code``: which rule; ``field``: where. What was quoted is never told."""

    name: ClassVar[str] = "finding.dismissed"
    code: str
    field: str


class FindingRestored(Event, frozen=True, kw_only=True):
    """A dismissal was taken back."""

    name: ClassVar[str] = "finding.restored"
    code: str
    field: str


class CouncilWordsChanged(Event, frozen=True, kw_only=True):
    """``kind``: of which list of the checker."""

    name: ClassVar[str] = "council_words.changed"
    kind: str
