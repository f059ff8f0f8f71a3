"""Facts about clarification questions. ``subject_id`` is the question."""

from typing import ClassVar

from engage.kernel.events import Event


class QuestionAsked(Event, frozen=True, kw_only=True):
    """A supplier asked; the council's desk has it."""

    name: ClassVar[str] = "question.asked"


class QuestionAnswered(Event, frozen=True, kw_only=True):
    """Question and answer are public; everybody taking part is to be told alike (s.16(3))."""

    name: ClassVar[str] = "question.answered"

    number: int


class QuestionDeclined(Event, frozen=True, kw_only=True):
    """The council will not answer; the asker is to be told why."""

    name: ClassVar[str] = "question.declined"
