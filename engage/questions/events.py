"""Facts about clarification questions. ``subject_id`` is the question."""

from datetime import date
from typing import ClassVar

from engage.kernel.events import Event


class QuestionAsked(Event, frozen=True, kw_only=True):
    """A supplier asked; the council's desk has it."""

    name: ClassVar[str] = "question.asked"


class QuestionAnswered(Event, frozen=True, kw_only=True):
    """Question and answer are public; everybody taking part is to be told alike (s.16(3))."""

    name: ClassVar[str] = "question.answered"

    number: int


class QuestionBundled(Event, frozen=True, kw_only=True):
    """It is answered by the published words of another one, which everybody is told of."""

    name: ClassVar[str] = "question.bundled"

    number: int


class QuestionAskedBack(Event, frozen=True, kw_only=True):
    """The council needs something of the asker first."""

    name: ClassVar[str] = "question.asked_back"

    turn: int


class QuestionReplied(Event, frozen=True, kw_only=True):
    """The asker said what the council asked for."""

    name: ClassVar[str] = "question.replied"

    turn: int


class QuestionConfidenceRuled(Event, frozen=True, kw_only=True):
    """The council said whether a part stays confidential. Refused: the asker chooses."""

    name: ClassVar[str] = "question.confidence_ruled"

    kept: bool


class QuestionConfidenceWaived(Event, frozen=True, kw_only=True):
    """The asker lets all of it be published."""

    name: ClassVar[str] = "question.confidence_waived"


class QuestionTakenBack(Event, frozen=True, kw_only=True):
    """The asker wants no answer any more; nothing is published."""

    name: ClassVar[str] = "question.taken_back"


class QuestionsDueSoon(Event, frozen=True, kw_only=True):
    """Some wait, and a working day is left. ``subject_id`` is the challenge."""

    name: ClassVar[str] = "question.due_soon"

    answers_by: date


class QuestionOverdue(Event, frozen=True, kw_only=True):
    """Some wait, and the day that suppliers were told is over. The subject is the challenge."""

    name: ClassVar[str] = "question.overdue"

    answers_by: date


class QuestionDeclined(Event, frozen=True, kw_only=True):
    """The council will not answer; the asker is to be told why."""

    name: ClassVar[str] = "question.declined"
