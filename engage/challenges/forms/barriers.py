"""The checklist of barriers: an answer to each question, and a note."""

from collections.abc import Mapping
from typing import Any

from engage.challenges.barriers import ANSWERS, BARRIERS
from engage.web.fields import ChoiceField, TextField
from engage.web.forms import Versioned

NOTE = "_note"


class BarriersForm(Versioned):
    """Two fields for each barrier; those are added below, from the list."""

    def label_of(self, field: Any) -> str:
        question = BARRIERS[field.name.removesuffix(NOTE)]
        return f"{question} (note)" if field.name.endswith(NOTE) else question

    @classmethod
    def shown(cls, saved: Mapping[str, Any]) -> dict[str, str]:
        """What is saved, by the names of the fields."""
        answers = {key: saved.get(key, {}).get("answer", "") for key in BARRIERS}
        notes = {f"{key}{NOTE}": saved.get(key, {}).get("note", "") for key in BARRIERS}
        return answers | notes

    def as_fields(self, saved: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.shown(saved)

    def answers(self) -> dict[str, dict[str, str]]:
        """Answer and note of each barrier of which somebody said something."""
        given = {
            key: {"answer": self[key].data, "note": self[f"{key}{NOTE}"].data} for key in BARRIERS
        }
        return {key: each for key, each in given.items() if any(each.values())}


for key, question in BARRIERS.items():
    choice = ChoiceField(
        question, noun="the answer", choices=ANSWERS.items(), optional=True, marked=False
    )
    note = TextField(
        "Why, or what you will do about it", noun="the note", max_length=300, optional=True
    )
    setattr(BarriersForm, key, choice)
    setattr(BarriersForm, f"{key}{NOTE}", note)
