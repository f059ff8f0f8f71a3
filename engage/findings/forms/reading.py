"""Filters of the reading room, and marks on an answer."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from engage.challenges.reference import region_choices
from engage.findings.models import Colour
from engage.findings.queries.reading import Filters
from engage.findings.sentences import sentences
from engage.findings.service.remarking import WHOLE, Mark
from engage.interest.forms.profile import SIZES
from engage.kernel.text import excerpt
from engage.suppliers.models import Size
from engage.web.fields import ChoiceField, LongTextField, TextField, YesField
from engage.web.forms import Form

ANY: dict[str, Any] = {"as_select": True, "optional": True, "marked": False, "nothing": "Any"}
MOST_SENTENCES = 60  # to choose from; what comes after them is typed


class FilterForm(Form):
    """What of the answers to show, from the address."""

    q = TextField("Search for words", noun="the search", optional=True, marked=False)
    size = ChoiceField(
        "Size of supplier",
        choices=[*(each[:2] for each in SIZES if each[0] is not Size.UNKNOWN)],
        **ANY,
    )
    region = ChoiceField("Region served", choices=region_choices(), **ANY)
    theme = ChoiceField("Theme", **ANY)
    unread = YesField("Only what I have not read", marked=False)

    def offer(self, themes: Iterable[Sequence[Any]]) -> None:
        self.theme.choices = list(themes)

    def chosen(self) -> dict[str, str]:
        """The filters that say something and can be used, for addresses."""
        fields = (field for field in self if field.data and not field.errors)
        return {field.name: "yes" if field.data is True else field.data for field in fields}

    def filters(self) -> Filters:
        said: dict[str, Any] = dict(self.chosen())
        theme = UUID(said.pop("theme")) if "theme" in said else None
        return Filters(**{**said, "theme": theme, "unread": "unread" in said})


class PersonForm(Form):
    """Part of a supplier's name."""

    q = TextField("Name of a supplier", noun="the name", optional=True, marked=False)


class PlaceForm(Form):
    """Where in an answer: one of its sentences, or words typed from it."""

    place = ChoiceField("Which words?", noun="a sentence")
    passage = LongTextField(
        "Or only a part of them",
        hint="Copy the words from the answer exactly. Then they count and not the choice above.",
        noun="the words",
        max_length=4000,
        rows=2,
        optional=True,
    )

    def offer(self, text: str, *, whole: bool) -> None:
        """The sentences of an answer."""
        known = sentences(text)[:MOST_SENTENCES]
        said = [(str(n), excerpt(text[a:b], 120)) for n, (a, b) in enumerate(known)]
        self.place.choices = [*([(WHOLE, "The whole answer")] if whole else []), *said]


class RemarkForm(PlaceForm):
    colour = ChoiceField(
        "Highlight",
        noun="a colour",
        choices=[
            (Colour.YELLOW, "Yellow"),
            (Colour.GREEN, "Green"),
            (Colour.BLUE, "Blue"),
            (Colour.NONE, "No highlight, only a note"),
        ],
        default=Colour.YELLOW,
    )
    note = LongTextField("Note", noun="the note", max_length=2000, rows=3, optional=True)
    shared = YesField(
        "Share it with everybody who reads this challenge at the council",
        hint="Without this only you see it.",
        marked=False,
    )

    def mark(self) -> Mark:
        return Mark(
            self.place.data,
            self.passage.data,
            Colour(self.colour.data),
            self.note.data,
            self.shared.data,
        )
