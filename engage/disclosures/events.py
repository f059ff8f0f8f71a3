"""What happened to disclosures. Never what was said, nor to whom."""

from datetime import date
from typing import ClassVar

from engage.kernel.events import Event


class DisclosureNoted(Event, frozen=True, kw_only=True):
    """Some suppliers were told something. ``what``: in which way."""

    name: ClassVar[str] = "disclosure.noted"
    what: str


class DisclosurePublished(Event, frozen=True, kw_only=True):
    """Everybody has it now; those who take part are to be told alike (s.16(3))."""

    name: ClassVar[str] = "disclosure.published"
    what: str


class DisclosureExcuseAsked(Event, frozen=True, kw_only=True):
    """An officer says why it cannot be published; a second one has to agree."""

    name: ClassVar[str] = "disclosure.excuse_asked"
    ground: str


class DisclosureExcused(Event, frozen=True, kw_only=True):
    """A second officer agreed, or did not."""

    name: ClassVar[str] = "disclosures.excused"
    agreed: bool


class DisclosureDue(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "disclosures.due"
    due_on: date


class DisclosureOverdue(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "disclosures.overdue"
    due_on: date


class FindingDrafted(Event, frozen=True, kw_only=True):
    """An officer considers whether a supplier has an unfair advantage (s.16(4))."""

    name: ClassVar[str] = "finding.drafted"


class FindingSigned(Event, frozen=True, kw_only=True):
    """A second officer signed it. ``avoidable``: whether the advantage can be avoided."""

    name: ClassVar[str] = "finding.signed"
    avoidable: bool


class StatementGenerated(Event, frozen=True, kw_only=True):
    """``digest``: SHA-256 of what it says, so that a copy can be shown to be the same."""

    name: ClassVar[str] = "statement.generated"
    number: int
    digest: str
