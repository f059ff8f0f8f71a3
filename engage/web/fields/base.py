"""What every field of ours has in common: a noun for its sentences, and the value to show again."""

import re
from contextlib import suppress
from typing import Any, ClassVar

import wtforms
from wtforms.validators import StopValidation

from engage.kernel.text import UNPRINTABLE, clean_block

QUESTION = re.compile(r"(what|when|where|who|which|how|why|do|does|is|are|can)\b", re.IGNORECASE)


def cleaned(typed: object) -> str:
    """What was posted in its normal form; nothing when it was not posted."""
    return clean_block(str(typed or ""))


def noun_of(label: str) -> str:
    """How a sentence calls the field: "Title" is "the title", a question is "an answer"."""
    words = label.strip().rstrip("?:").split(" ")
    first = words[0].lower()
    if label.strip().endswith("?") or QUESTION.match(label.strip()):
        return "an answer"
    if len(words[0]) < 2 or not words[0][1].isupper():
        words[0] = words[0][:1].lower() + words[0][1:]
    called = " ".join(words)
    return called if first in ("your", "the", "a", "an", "their", "our") else f"the {called}"


class EngageField(wtforms.Field):
    """A field that is required unless optional, and never raises on input."""

    widget_kind: ClassVar[str] = "text"
    verb: ClassVar[str] = "Enter"
    data: Any
    raw_data: list[Any] | None

    def __init__(
        self,
        label: str = "",
        *,
        hint: str = "",
        optional: bool = False,
        noun: str | None = None,
        required_message: str | None = None,
        marked: bool = True,  # whether the label says so when the field is optional
        **settings: Any,
    ) -> None:
        super().__init__(label, description=hint, **settings)
        self.optional = optional
        self.marked = marked
        self.noun = noun or noun_of(label)
        self.required_message = required_message or f"{self.verb} {self.noun}"

    @property
    def says(self) -> str:
        """The noun as the beginning of a sentence."""
        called = "your answer" if self.noun == "an answer" else self.noun
        return called[:1].upper() + called[1:]

    @property
    def typed(self) -> str | None:
        """What was posted, or None when nothing was."""
        return str(self.raw_data[0]) if self.raw_data else None

    @property
    def shown(self) -> str:
        """The value to show in the page: what was typed, else the stored value."""
        text = self.typed if self.typed is not None else self.written(self.data)
        return UNPRINTABLE.sub("", text)

    @property
    def target_id(self) -> str:
        """The id of the input that the error summary links to."""
        return str(self.id)

    def written(self, value: Any) -> str:
        """A stored value as a person would type it."""
        return "" if value is None else str(value)

    def in_words(self, value: Any) -> str:
        """A value as people read it, outside of an input."""
        return self.written(value)

    def is_empty(self) -> bool:
        return self.data is None or self.data == ""

    def check(self) -> None:
        """Raise StopValidation with a sentence when a given value will not do."""

    def pre_validate(self, _form: Any) -> None:
        if self.process_errors:
            raise StopValidation()
        if self.is_empty():
            raise StopValidation("" if self.optional else self.required_message)
        self.check()

    def refuse(self, sentence: str) -> None:
        """Stop the checks of this field with a sentence."""
        raise StopValidation(sentence)


class HiddenField(EngageField):
    """A value the page carries for the server, such as the version that was edited."""

    widget_kind = "hidden"
    data: str

    def __init__(self, label: str = "", *, max_length: int = 200, **settings: Any) -> None:
        settings.setdefault("optional", True)
        super().__init__(label or "Form", **settings)
        self.max_length = max_length

    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = cleaned(valuelist[0]) if valuelist else ""
        if len(self.data) > self.max_length or UNPRINTABLE.search(self.data):
            self.data = ""
            raise ValueError(
                "Part of this page was damaged on its way. Open the page again and retry"
            )


class VersionField(HiddenField):
    """The version that a page showed. What was damaged on its way is no version at all."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        with suppress(ValueError):
            super().process_formdata(valuelist)
