"""What happened to challenges, from the draft to the end. Nothing here names a person."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


class ChallengeDrafted(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "challenge.drafted"
    reference: str


class ChallengeFilled(Event, frozen=True, kw_only=True):
    """A draft began with the words of a template or of another challenge.

    ``source`` is "template:" and a key, "own:" and the id of a council's template, or "past:" and
    a reference; ``named`` is the same in words.
    """

    name: ClassVar[str] = "challenge.filled"
    source: str
    named: str


class TemplateSaved(Event, frozen=True, kw_only=True):
    """A council kept a statement as a template. ``reference`` is that of the statement."""

    name: ClassVar[str] = "template.saved"
    reference: str


class TemplateRenamed(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "template.renamed"


class TemplateDeleted(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "template.deleted"


class BarriersConsidered(Event, frozen=True, kw_only=True):
    """How many questions of the checklist are answered, and how many barriers still stand."""

    name: ClassVar[str] = "barriers.considered"
    answered: int
    standing: int


class SealingChosen(Event, frozen=True, kw_only=True):
    """When responses may be read: ``sealing`` is a word of ``models.Sealing``."""

    name: ClassVar[str] = "sealing.chosen"
    sealing: str


class ChallengeRevised(Event, frozen=True, kw_only=True):
    """``fields``: the names of those that changed, never what they said."""

    name: ClassVar[str] = "challenge.revised"
    fields: tuple[str, ...]


class ChallengeDiscarded(Event, frozen=True, kw_only=True):
    """A draft was deleted. The reference is all that the trail keeps of it."""

    name: ClassVar[str] = "challenge.discarded"
    reference: str


class ChallengeSentToApprover(Event, frozen=True, kw_only=True):
    """``version``: the number of the version that is to be approved, here and below."""

    name: ClassVar[str] = "challenge.sent_to_approver"
    version: int


class ChallengeReturned(Event, frozen=True, kw_only=True):
    """The approver wants changes. ``asked_by``: the person who hears of it, here and below."""

    name: ClassVar[str] = "challenge.returned"
    version: int
    asked_by: UUID | None


class ChallengeApproved(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "challenge.approved"
    version: int
    asked_by: UUID | None


class ChallengeTakenBack(Event, frozen=True, kw_only=True):
    """It is a draft again: no longer approved, nor to be published by the clock."""

    name: ClassVar[str] = "challenge.taken_back"
    stage_before: str


class ChallengeScheduled(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "challenge.scheduled"
    publish_at: datetime


class ChallengeNotPublished(Event, frozen=True, kw_only=True):
    """Its time came and something was missing."""

    name: ClassVar[str] = "challenge.not_published"
    publish_at: datetime


class ChallengePublished(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "challenge.published"
    engagement_ends: datetime


class ChallengePutOnRecord(Event, frozen=True, kw_only=True):
    """Published when the engagement was over already: nobody can take part (s.17(2))."""

    name: ClassVar[str] = "challenge.put_on_record"
    engagement_ends: datetime


class NoticePlanned(Event, frozen=True, kw_only=True):
    """``answer``: what the council said of its notice when it published; see ``NoticeAnswer``."""

    name: ClassVar[str] = "challenge.notice_planned"
    answer: str


class ChallengeListed(Event, frozen=True, kw_only=True):
    """Lists, searches and feeds show it from now on, and suppliers hear of it."""

    name: ClassVar[str] = "challenge.listed"


class ChallengeClosed(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "challenge.closed"
    engagement_ends: datetime


class ChallengeReferred(Event, frozen=True, kw_only=True):
    """The board has it now."""

    name: ClassVar[str] = "challenge.referred"


class ChallengeConcluded(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "challenge.concluded"


class ChallengeWithdrawn(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "challenge.withdrawn"
    stage_before: str


class QuestionDatesSet(Event, frozen=True, kw_only=True):
    """Until the end of which day suppliers may ask, and by when they are answered.

    ``published``: they were told other days before, so they hear of these.
    """

    name: ClassVar[str] = "question_dates.set"
    last_day: date
    answers_by: date
    published: bool


class TimetableSet(Event, frozen=True, kw_only=True):
    """``fields``: the names of those that changed."""

    name: ClassVar[str] = "timetable.set"
    fields: tuple[str, ...]
    threshold: str
