"""Facts about clarification questions. ``subject_id`` is the question."""

from dataclasses import dataclass
from typing import ClassVar

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    """A supplier asked; the council's desk has it."""

    name: ClassVar[str] = "question.asked"


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    """Question and answer are public; everybody taking part is to be told alike (s.16(3))."""

    name: ClassVar[str] = "question.answered"

    number: int


@dataclass(frozen=True, kw_only=True)
class QuestionDeclined(Event):
    """The council will not answer; the asker is to be told why."""

    name: ClassVar[str] = "question.declined"
