"""The shape of an answer: a form for each kind of question.

What was typed goes to the service as one text (see ``kinds``), and comes back from it as the value
of the field, to be shown and changed.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from engage.files.checking import ENDINGS
from engage.files.forms import ALLOWED
from engage.responses.kinds import MOST_CHARACTERS, MOST_ROWS, Kind, chosen, rows_of
from engage.responses.models import Prompt, Protection
from engage.web.fields import (
    ChoiceField,
    ChoicesField,
    DateField,
    HiddenField,
    LongTextField,
    TableField,
    TextField,
    UploadField,
    YesField,
)
from engage.web.fields.uploads import MEGABYTE
from engage.web.forms import Versioned

YOURS: dict[str, Any] = {"label": "Your answer", "noun": "your answer", "optional": True}
PROTECTIONS = (
    (Protection.COUNCIL, "The council and its board", ""),
    (Protection.OPEN, "Everybody", "The council may publish it with what it found out."),
    (
        Protection.DELETE,
        "The council and its board, until they have looked at the ideas",
        "Then it is deleted.",
    ),
)


class AnswerForm(Versioned):
    """One answer. ``page`` names the page that was opened, however often it saves."""

    text: Any
    page = HiddenField(max_length=32)
    protection = ChoiceField(
        "Who may read this answer?", choices=PROTECTIONS, default=Protection.COUNCIL, optional=True
    )

    def offer(self, prompt: Prompt) -> None:
        """Choices or columns, without which nothing posted can be checked."""

    def ask(self, prompt: Prompt) -> None:
        """Word the field for a question. A draft may be empty, though the answer must not be."""
        self.offer(prompt)
        self.text.label.text = prompt.text
        self.text.optional = not prompt.required
        self.text.description = prompt.help

    @property
    def said(self) -> str:
        """What was typed, as one text."""
        return str(self.text.data or "")

    @staticmethod
    def value(text: str) -> Any:
        """A kept text as the value of the field."""
        return text

    def as_fields(self, saved: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"text": self.value(saved["text"])}


class LongAnswer(AnswerForm):
    text = LongTextField(**YOURS, max_length=MOST_CHARACTERS, rows=12)

    def ask(self, prompt: Prompt) -> None:
        """The limit is shown; a draft may still be over it."""
        super().ask(prompt)
        self.text.max_words = prompt.word_limit


class ShortAnswer(AnswerForm):
    text = TextField(**YOURS, max_length=MOST_CHARACTERS)


class AmountAnswer(AnswerForm):
    text = TextField(**YOURS, max_length=40, width=10)


class ChoiceAnswer(AnswerForm):
    text = ChoiceField(**YOURS)

    def offer(self, prompt: Prompt) -> None:
        self.text.choices = [(option, option) for option in prompt.options]


class ChoicesAnswer(AnswerForm):
    text = ChoicesField(**YOURS)

    def offer(self, prompt: Prompt) -> None:
        self.text.choices = [(option, option) for option in prompt.options]

    @property
    def said(self) -> str:
        return "\n".join(self.text.data)

    @staticmethod
    def value(text: str) -> Any:
        return chosen(text)


class DateAnswer(AnswerForm):
    text = DateField(**YOURS)

    @property
    def said(self) -> str:
        return self.text.data.isoformat() if self.text.data else ""

    @staticmethod
    def value(text: str) -> Any:
        return date.fromisoformat(text) if text else None


class TableAnswer(AnswerForm):
    text = TableField(**YOURS, most=MOST_ROWS)

    def offer(self, prompt: Prompt) -> None:
        self.text.columns = tuple(prompt.options)

    @property
    def said(self) -> str:
        return json.dumps(self.text.data) if self.text.data else ""

    @staticmethod
    def value(text: str) -> Any:
        return rows_of(text)


class DeclarationAnswer(AnswerForm):
    text = YesField(**YOURS)

    def ask(self, prompt: Prompt) -> None:
        """The page says what is declared; the box only that it is so."""
        self.text.label.text = "We declare that this is so"

    @property
    def said(self) -> str:
        return "yes" if self.text.data else ""

    @staticmethod
    def value(text: str) -> Any:
        return bool(text)


class FileAnswer(AnswerForm):
    """A file, handed in apart from what other answers are saved by."""

    text = UploadField("Your file", noun="a file", optional=True, extensions=ENDINGS)
    remove = YesField("Take this file out")

    def at_most(self, megabytes: int) -> None:
        self.text.max_bytes = megabytes * MEGABYTE

    def ask(self, prompt: Prompt) -> None:
        super().ask(prompt)
        most = f"{ALLOWED}. At most {self.text.max_bytes // MEGABYTE} MB"
        self.text.description = f"{prompt.help} {most}".strip()

    @staticmethod
    def value(text: str) -> Any:
        return None


ANSWERS: Mapping[Kind, type[AnswerForm]] = {
    Kind.LONG: LongAnswer,
    Kind.SHORT: ShortAnswer,
    Kind.CHOICE: ChoiceAnswer,
    Kind.CHOICES: ChoicesAnswer,
    Kind.NUMBER: AmountAnswer,
    Kind.MONEY: AmountAnswer,
    Kind.DATE: DateAnswer,
    Kind.TABLE: TableAnswer,
    Kind.FILE: FileAnswer,
    Kind.DECLARATION: DeclarationAnswer,
}
