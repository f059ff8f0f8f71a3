"""What happened on the way to an outcome. Never what anybody wrote."""

from datetime import date
from typing import ClassVar

from engage.kernel.events import Event


class FeedbackPrepared(Event, frozen=True, kw_only=True):
    """The subject is the challenge; ``added`` rows are new, ``changed`` follow a new decision."""

    name: ClassVar[str] = "feedback.prepared"
    added: int
    changed: int


class FeedbackWritten(Event, frozen=True, kw_only=True):
    """``was_approved``: the change took the approval back."""

    name: ClassVar[str] = "feedback.written"
    was_approved: bool


class FeedbackApproved(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "feedback.approved"


class FeedbackApprovedTogether(Event, frozen=True, kw_only=True):
    """The subject is the challenge; ``number`` pieces were approved at once."""

    name: ClassVar[str] = "feedback.approved_together"
    number: int


class SummarySaved(Event, frozen=True, kw_only=True):
    """The subject is the challenge; ``fields``: the names of those that changed."""

    name: ClassVar[str] = "summary.saved"
    fields: tuple[str, ...]


class OutcomeReleased(Event, frozen=True, kw_only=True):
    """The subject is the challenge; ``told`` participants are owed their feedback."""

    name: ClassVar[str] = "outcome.released"
    told: int


class OutcomeDue(Event, frozen=True, kw_only=True):
    """Participants were promised to hear by this day, which is near. The subject: the challenge."""

    name: ClassVar[str] = "outcome.due"
    due_on: date


class OutcomeOverdue(Event, frozen=True, kw_only=True):
    """That day is over, and they have not heard."""

    name: ClassVar[str] = "outcome.overdue"
    due_on: date


class FollowUpAsked(Event, frozen=True, kw_only=True):
    """A participant asked about its feedback. The subject is the question."""

    name: ClassVar[str] = "follow_up.asked"


class FollowUpAnswered(Event, frozen=True, kw_only=True):
    """An officer answered it, for the participant alone."""

    name: ClassVar[str] = "follow_up.answered"
    interest_id: str


class EngagementRated(Event, frozen=True, kw_only=True):
    """A participant said what they think of the engagement; never who, and never what."""

    name: ClassVar[str] = "engagement.rated"
