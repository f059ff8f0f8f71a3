"""Dates in three inputs and times as people write them. Neither knows a time zone."""

import re
from datetime import date, time
from typing import Any

from wtforms.utils import unset_value

from engage.kernel.clock import spoken_date
from engage.kernel.text import UNPRINTABLE
from engage.web.fields.base import EngageField, cleaned

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEARS = range(1900, 2201)
WORDS_FOR_TIMES = {
    "noon": time(12), "midday": time(12), "12noon": time(12), "12midday": time(12),
    "midnight": time(0), "12midnight": time(0),
}  # fmt: skip
TIME = re.compile(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?(am|pm)?")
TIME_EXAMPLE = "like 9am, 2:30pm or 14:30"


class DateField(EngageField):
    """Day, month and year, each in its own input: `name-day`, `name-month`, `name-year`."""

    widget_kind = "date"

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        self.parts = self.parts_of(self.data)
        self.bad_parts: tuple[str, ...] = ()
        if formdata is not None:
            sent = ((part, formdata.get(f"{self.name}-{part}")) for part in PARTS)
            self.parts = {part: cleaned(typed)[:100] for part, typed in sent}
            self.raw_data = list(self.parts.values())
            self.data = None
            try:
                self.data = self.parsed()
            except ValueError as sentence:
                self.process_errors = [str(sentence)]

    @staticmethod
    def parts_of(value: date | None) -> dict[str, str]:
        if value is None:
            return dict.fromkeys(PARTS, "")
        return {part: str(getattr(value, part)) for part in PARTS}

    def parsed(self) -> date | None:
        missing = tuple(part for part in PARTS if not self.parts[part])
        if len(missing) == 3:
            return None
        if missing:
            self.bad_parts = missing
            raise ValueError(f"{self.says} must include a {' and a '.join(missing)}")
        if self.parts["year"].isdecimal() and len(self.parts["year"]) < 4:
            self.bad_parts = ("year",)
            raise ValueError(f"{self.says} must have a year of 4 numbers, like 2026")
        return self.real_date()

    def real_date(self) -> date:
        try:
            day, month, year = (number(self.parts[part]) for part in PARTS)
            found = date(year, month, day)
        except (ValueError, OverflowError):
            self.bad_parts = PARTS
            raise ValueError(f"{self.says} must be a real date, like 18 12 2026") from None
        if found.year not in YEARS:
            self.bad_parts = ("year",)
            raise ValueError(f"{self.says} must be between {YEARS[0]} and {YEARS[-1]}")
        return found

    def in_words(self, value: date | None) -> str:
        return "" if value is None else spoken_date(value)

    def part(self, part: str) -> str:
        """What to show in one of the three inputs."""
        return UNPRINTABLE.sub("", self.parts[part])

    def wrong(self, part: str) -> bool:
        return bool(self.errors) and (not self.bad_parts or part in self.bad_parts)

    @property
    def target_id(self) -> str:
        return f"{self.id}-{self.bad_parts[0] if self.bad_parts else 'day'}"


class TimeField(EngageField):
    """A time of day: 14:00, 2pm, 2.30pm, noon, midnight."""

    widget_kind = "time"

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = cleaned(valuelist[0])[:100].lower() if valuelist else ""
        if text:
            self.data = self.parsed(re.sub(r"\s|\.(?=m)|(?<=m)\.$", "", text))

    def parsed(self, text: str) -> time:
        if text in WORDS_FOR_TIMES:
            return WORDS_FOR_TIMES[text]
        match = TIME.fullmatch(text)
        if match is None or not (match[2] or match[3]):
            raise ValueError(f"{self.says} must be a time, {TIME_EXAMPLE}")
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half is None and 1 <= hour <= 11 and not text.startswith("0"):
            raise ValueError(f"Say if {text} is morning or afternoon, like {text}am or {text}pm")
        if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
            raise ValueError(f"{self.says} must be a real time, {TIME_EXAMPLE}")
        return time(hour if half is None else hour % 12 + (12 if half == "pm" else 0), minute)

    def written(self, value: time | None) -> str:
        if value is None:
            return ""
        minutes = f":{value.minute:02}" if value.minute else ""
        return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def number(text: str) -> int:
    """A day, a year, or a month that may be given by its name."""
    if text[:3].lower() in MONTHS and text.isalpha():
        return MONTHS.index(text[:3].lower()) + 1
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise ValueError(text)
    return int(text)
