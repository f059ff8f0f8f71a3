"""What happened on the way to an outcome. Never what anybody wrote."""

from dataclasses import dataclass
from typing import ClassVar

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FeedbackPrepared(Event):
    """The subject is the challenge; ``added`` rows are new, ``changed`` follow a new decision."""

    name: ClassVar[str] = "feedback.prepared"
    added: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class FeedbackWritten(Event):
    """``was_approved``: the change took the approval back."""

    name: ClassVar[str] = "feedback.written"
    was_approved: bool


@dataclass(frozen=True, kw_only=True)
class FeedbackApproved(Event):
    name: ClassVar[str] = "feedback.approved"


@dataclass(frozen=True, kw_only=True)
class FeedbackApprovedTogether(Event):
    """The subject is the challenge; ``number`` pieces were approved at once."""

    name: ClassVar[str] = "feedback.approved_together"
    number: int


@dataclass(frozen=True, kw_only=True)
class SummarySaved(Event):
    """The subject is the challenge; ``fields``: the names of those that changed."""

    name: ClassVar[str] = "summary.saved"
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OutcomeReleased(Event):
    """The subject is the challenge; ``told`` participants are owed their feedback."""

    name: ClassVar[str] = "outcome.released"
    told: int
