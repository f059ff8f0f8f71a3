"""The parts of a statement: a page for each, how far each is, and every answer in its order."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engage.challenges.forms import (
    DatesForm,
    NeedForm,
    OutcomesForm,
    SectionForm,
    SubjectForm,
    TodayForm,
)
from engage.challenges.models import Challenge
from engage.challenges.service import Gap
from engage.challenges.views.blueprint import FREE_TEXTS, LABELS, in_words, input_of
from engage.kernel.markdown import rendered

GIVEN = frozenset({"title", "region"})
"""What a draft has from its first moment, so that it says nothing about how far somebody is."""
PAGES = {"lot_list": "lots#lots"}
"""Answers that are given on a page of their own."""


@dataclass(frozen=True)
class Section:
    """A page of the statement: the last word of its address, its heading, template and form."""

    key: str
    title: str
    template: str
    form: type[SectionForm]

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.form.NAMES, *self.form.BESIDE)


SECTIONS = (
    Section("need", "The need", "challenges/edit_need.html", NeedForm),
    Section("today", "Who has it, and what happens today", "challenges/edit_today.html", TodayForm),
    Section(
        "outcomes", "What you want, and the limits", "challenges/edit_outcomes.html", OutcomesForm
    ),
    Section("subject", "Purposes and subject", "challenges/edit_subject.html", SubjectForm),
    Section("dates", "The end, and how to take part", "challenges/edit_dates.html", DatesForm),
)


class State(StrEnum):
    """How far a part is; the words of the task list."""

    NOT_STARTED = "Not yet started"
    IN_PROGRESS = "In progress"
    COMPLETED = "Completed"


@dataclass(frozen=True)
class Answered:
    """An answer as people read it, and where it is changed."""

    name: str
    label: str
    words: str  # with the marks of its Markdown, if it is a free text
    change: str  # below the address of the statement


def states(challenge: Challenge, gaps: Collection[Gap]) -> dict[str, State]:
    """How far each part is, by its key."""
    return {each.key: _state(each, challenge, gaps) for each in SECTIONS}


def answers(challenge: Challenge) -> list[tuple[Section, list[Answered]]]:
    """Every answer of the statement, part by part."""
    return [(each, _answers(each, challenge)) for each in SECTIONS]


def following(section: Section, gaps: Collection[Gap]) -> Section | None:
    """The next part with a gap; None when only checking the answers is left."""
    later = SECTIONS[SECTIONS.index(section) + 1 :]
    return next((each for each in later if any(gap.section == each.key for gap in gaps)), None)


def _state(section: Section, challenge: Challenge, gaps: Collection[Gap]) -> State:
    if not any(gap.section == section.key for gap in gaps):
        return State.COMPLETED
    begun = any(getattr(challenge, name) for name in section.names if name not in GIVEN)
    return State.IN_PROGRESS if begun else State.NOT_STARTED


def _answers(section: Section, challenge: Challenge) -> list[Answered]:
    return [
        Answered(
            name, LABELS[name], _said(name, getattr(challenge, name)), place_of(section.key, name)
        )
        for name in LABELS
        if name in section.names
    ]


def place_of(section: str, name: str) -> str:
    """Where an answer is changed: page and input, below the address of the statement."""
    return PAGES.get(name, f"{section}#{input_of(name)}")


def _said(name: str, value: Any) -> str:
    return rendered(value) if name in FREE_TEXTS else in_words(name, value)
