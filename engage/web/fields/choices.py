"""Choices: one of several, several of several, and a plain yes."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, NamedTuple

from engage.web.fields.base import EngageField

Choices = Iterable[Sequence[Any]]


class Choice(NamedTuple):
    """One thing to choose: the value sent, the words shown, and a hint below them."""

    value: str
    words: str
    hint: str


def plain(value: Any) -> str:
    """The text sent for a value; members of an Enum are sent as their value."""
    return "" if value is None else str(getattr(value, "value", value))


class ChoiceField(EngageField):
    """One of the choices: radios, or a select with `as_select`."""

    widget_kind: ClassVar[str] = "radios"
    verb = "Select"
    data: Any

    def __init__(
        self,
        label: str = "",
        *,
        choices: Choices = (),
        as_select: bool = False,
        nothing: str | None = "Choose one",
        **settings: Any,
    ) -> None:
        """``nothing``: what a select shows for no choice; None when the first is meant then."""
        super().__init__(label, **settings)
        self.choices = choices
        self.as_select = as_select
        self.nothing = nothing

    def offered(self) -> list[Choice]:
        return [
            Choice(plain(choice[0]), str(choice[1]), str(choice[2]) if len(choice) > 2 else "")
            for choice in self.choices
        ]

    @property
    def target_id(self) -> str:
        """Nothing to choose from is nothing to go to."""
        return str(self.id) if self.as_select or self.offered() else ""

    def process_data(self, value: Any) -> None:
        self.data = plain(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = str(valuelist[0]) if valuelist else ""

    def check(self) -> None:
        if self.data not in {choice.value for choice in self.offered()}:
            self.refuse("Select one of the choices shown")

    def is_chosen(self, value: str) -> bool:
        return bool(self.data == value)

    def in_words(self, value: Any) -> str:
        wanted = plain(value)
        return next((each.words for each in self.offered() if each.value == wanted), wanted)


class ChoicesField(ChoiceField):
    """Any number of the choices, as checkboxes; at most `at_most` of them."""

    widget_kind = "checkboxes"

    def __init__(
        self, label: str = "", *, choices: Choices = (), at_most: int | None = None, **settings: Any
    ) -> None:
        super().__init__(label, choices=choices, **settings)
        self.at_most = at_most

    def process_data(self, value: Any) -> None:
        self.data = [plain(each) for each in value or ()]

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = list(dict.fromkeys(str(value) for value in valuelist))

    def is_empty(self) -> bool:
        return not self.data

    def check(self) -> None:
        if not {choice.value for choice in self.offered()}.issuperset(self.data):
            self.refuse("Select only from the choices shown")
        if self.at_most is not None and len(self.data) > self.at_most:
            self.refuse(f"Select {self.at_most} or fewer")

    def is_chosen(self, value: str) -> bool:
        return value in self.data

    def in_words(self, value: Any) -> str:
        """A line for each that is chosen, in the order of the page."""
        wanted = {plain(each) for each in value or ()}
        return "\n".join(each.words for each in self.offered() if each.value in wanted)


class YesField(EngageField):
    """A single checkbox. It must be ticked only where `required_message` is given."""

    widget_kind = "yes"
    data: bool

    def __init__(
        self, label: str = "", *, required_message: str | None = None, **settings: Any
    ) -> None:
        settings.setdefault("optional", required_message is None)
        super().__init__(label, required_message=required_message, **settings)

    def process_data(self, value: Any) -> None:
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = bool(valuelist) and str(valuelist[0]).lower() not in ("", "0", "false", "no")

    def is_empty(self) -> bool:
        return not self.data

    def in_words(self, value: Any) -> str:
        return "Yes" if value else "No"
