"""Whole numbers, as people write them: 5000, 5,000 or £5,000."""

import re
import unicodedata
from typing import Any

from engage.web.fields.base import EngageField, cleaned

LARGEST = 2_147_483_647  # what an INTEGER column holds on every database
DECORATION = re.compile(r"[\s,_£]")


class WholeNumberField(EngageField):
    """A whole number between `minimum` and `maximum`, both included."""

    widget_kind = "number"

    def __init__(
        self,
        label: str = "",
        *,
        minimum: int = 0,
        maximum: int | None = None,
        prefix: str | None = None,
        suffix: str | None = None,
        width: int | None = 10,
        **settings: Any,
    ) -> None:
        super().__init__(label, **settings)
        self.minimum = minimum
        self.maximum = LARGEST if maximum is None else maximum
        self.prefix, self.suffix, self.width = prefix, suffix, width

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = unicodedata.normalize("NFKC", cleaned(valuelist[0])[:200]) if valuelist else ""
        if text:
            self.data = self.parsed(DECORATION.sub("", text))

    def parsed(self, text: str) -> int:
        if re.fullmatch(r"-?[0-9]+\.[0-9]*[1-9][0-9]*", text):
            raise ValueError(f"{self.says} must be a whole number")
        match = re.fullmatch(r"(-?[0-9]+)(\.0*)?", text)
        if match is None:
            example = max(self.minimum, 250_000 if self.prefix == "£" else 20)
            raise ValueError(f"{self.says} must be a number, like {example:,}")
        return int(match[1])

    def in_words(self, value: int | None) -> str:
        return "" if value is None else f"{self.prefix or ''}{value:,} {self.suffix or ''}".strip()

    def check(self) -> None:
        if self.data < self.minimum:
            self.refuse(f"{self.says} must be {self.minimum:,} or more")
        if self.data > self.maximum:
            self.refuse(f"{self.says} must be {self.maximum:,} or fewer")
