"""Asking for themes, and putting them right by hand."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from engage.responses.models import Prompt
from engage.web.fields import ChoiceField, ChoicesField, TextField
from engage.web.forms import Form

ALL = "all"
RENAME, MERGE, MOVE, SPLIT = "rename", "merge", "move", "split"


class ScopeForm(Form):
    """Whose answers: those to one question, or to all of them."""

    of = ChoiceField("Themes of the answers to", noun="a question", as_select=True, nothing=None)

    def offer(self, prompts: Sequence[Prompt]) -> None:
        asked = [
            (str(each.id), f"{n}. {each.text[:70]}")
            for n, each in enumerate(prompts, 1)
            if each.counts_words
        ]
        self.of.choices = [*asked, (ALL, "All questions together")]

    def scope(self, prompts: Sequence[Prompt]) -> UUID | None:
        """The question; None for all. What is not there is the first."""
        if self.of.data == ALL or not prompts:
            return None
        ids = {str(each.id): each.id for each in prompts if each.counts_words}
        return ids.get(self.of.data, next(iter(ids.values()), None))


class ThemeForm(Form):
    """One verb of a theme, with what it needs."""

    verb = ChoiceField(
        "What do you want to do?",
        choices=[
            (RENAME, "Rename this theme"),
            (MERGE, "Put all of it into another theme"),
            (MOVE, "Put the ticked answers into another theme"),
            (SPLIT, "Make a new theme of the ticked answers"),
        ],
    )
    name = TextField("Name, of this theme or the new one", noun="a name", max_length=120)
    into = ChoiceField(
        "The other theme",
        noun="another theme",
        as_select=True,
        optional=True,
        marked=False,
        nothing="None",
    )
    answers = ChoicesField("Answers to move", noun="answers", optional=True, marked=False)

    def offer(self, others: Iterable[Sequence[Any]], answers: Iterable[tuple[str, str]]) -> None:
        self.into.choices = [(str(each[0]), each[1]) for each in others]
        self.answers.choices = list(answers)

    def ticked(self) -> list[UUID]:
        return [UUID(each) for each in self.answers.data]

    def target(self) -> UUID | None:
        """The other theme; None where a new one is to be made."""
        chosen = self.into.data and self.verb.data != SPLIT
        return UUID(self.into.data) if chosen else None
