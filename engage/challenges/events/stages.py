"""What happened to challenges, from the draft to the end. Nothing here names a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ChallengeDrafted(Event):
    name: ClassVar[str] = "challenge.drafted"
    reference: str


@dataclass(frozen=True, kw_only=True)
class ChallengeFilled(Event):
    """A draft began with the words of a template or of another challenge.

    ``source`` is "template:" and a key, "own:" and the id of a council's template, or "past:" and
    a reference; ``named`` is the same in words.
    """

    name: ClassVar[str] = "challenge.filled"
    source: str
    named: str


@dataclass(frozen=True, kw_only=True)
class TemplateSaved(Event):
    """A council kept a statement as a template. ``reference`` is that of the statement."""

    name: ClassVar[str] = "template.saved"
    reference: str


@dataclass(frozen=True, kw_only=True)
class TemplateRenamed(Event):
    name: ClassVar[str] = "template.renamed"


@dataclass(frozen=True, kw_only=True)
class TemplateDeleted(Event):
    name: ClassVar[str] = "template.deleted"


@dataclass(frozen=True, kw_only=True)
class BarriersConsidered(Event):
    """How many questions of the checklist are answered, and how many barriers still stand."""

    name: ClassVar[str] = "barriers.considered"
    answered: int
    standing: int


@dataclass(frozen=True, kw_only=True)
class ChallengeRevised(Event):
    """``fields``: the names of those that changed, never what they said."""

    name: ClassVar[str] = "challenge.revised"
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChallengeDiscarded(Event):
    """A draft was deleted. The reference is all that the trail keeps of it."""

    name: ClassVar[str] = "challenge.discarded"
    reference: str


@dataclass(frozen=True, kw_only=True)
class ChallengeSentToApprover(Event):
    """``version``: the number of the version that is to be approved, here and below."""

    name: ClassVar[str] = "challenge.sent_to_approver"
    version: int


@dataclass(frozen=True, kw_only=True)
class ChallengeReturned(Event):
    """The approver wants changes. ``asked_by``: the person who hears of it, here and below."""

    name: ClassVar[str] = "challenge.returned"
    version: int
    asked_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class ChallengeApproved(Event):
    name: ClassVar[str] = "challenge.approved"
    version: int
    asked_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class ChallengeTakenBack(Event):
    """It is a draft again: no longer approved, nor to be published by the clock."""

    name: ClassVar[str] = "challenge.taken_back"
    stage_before: str


@dataclass(frozen=True, kw_only=True)
class ChallengeScheduled(Event):
    name: ClassVar[str] = "challenge.scheduled"
    publish_at: datetime


@dataclass(frozen=True, kw_only=True)
class ChallengeNotPublished(Event):
    """Its time came and something was missing."""

    name: ClassVar[str] = "challenge.not_published"
    publish_at: datetime


@dataclass(frozen=True, kw_only=True)
class ChallengePublished(Event):
    name: ClassVar[str] = "challenge.published"
    engagement_ends: datetime


@dataclass(frozen=True, kw_only=True)
class ChallengePutOnRecord(Event):
    """Published when the engagement was over already: nobody can take part (s.17(2))."""

    name: ClassVar[str] = "challenge.put_on_record"
    engagement_ends: datetime


@dataclass(frozen=True, kw_only=True)
class NoticePlanned(Event):
    """``answer``: what the council said of its notice when it published; see ``NoticeAnswer``."""

    name: ClassVar[str] = "challenge.notice_planned"
    answer: str


@dataclass(frozen=True, kw_only=True)
class ChallengeListed(Event):
    """Lists, searches and feeds show it from now on, and suppliers hear of it."""

    name: ClassVar[str] = "challenge.listed"


@dataclass(frozen=True, kw_only=True)
class ChallengeClosed(Event):
    name: ClassVar[str] = "challenge.closed"
    engagement_ends: datetime


@dataclass(frozen=True, kw_only=True)
class ChallengeReferred(Event):
    """The board has it now."""

    name: ClassVar[str] = "challenge.referred"


@dataclass(frozen=True, kw_only=True)
class ChallengeConcluded(Event):
    name: ClassVar[str] = "challenge.concluded"


@dataclass(frozen=True, kw_only=True)
class ChallengeWithdrawn(Event):
    name: ClassVar[str] = "challenge.withdrawn"
    stage_before: str


@dataclass(frozen=True, kw_only=True)
class TimetableSet(Event):
    """``fields``: the names of those that changed."""

    name: ClassVar[str] = "timetable.set"
    fields: tuple[str, ...]
    threshold: str
