"""Working days of the nations of the UK: Monday to Friday without bank holidays.

The bank holidays are GOV.UK's own list, as the package ``govuk-bank-holidays`` carries it.
Only its data is read: importing its code would bring an HTTP client into every process.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources

from engage.challenges.reference import region_path

DAY = timedelta(days=1)
FURTHEST = 4000  # working days: no plan is longer, and a loop has to end


class Nation(StrEnum):
    """Which nation's law, holidays and portal an engagement follows."""

    ENGLAND = "England"
    WALES = "Wales"
    SCOTLAND = "Scotland"
    NORTHERN_IRELAND = "Northern Ireland"


DIVISIONS = {
    Nation.ENGLAND: "england-and-wales",
    Nation.WALES: "england-and-wales",
    Nation.SCOTLAND: "scotland",
    Nation.NORTHERN_IRELAND: "northern-ireland",
}
REGIONS = {"UKL": Nation.WALES, "UKM": Nation.SCOTLAND, "UKN": Nation.NORTHERN_IRELAND}


def nation_of(region: str) -> Nation:
    """The nation an ITL region lies in; England where it lies in several, or in none we know."""
    for step in region_path(region):
        if step in REGIONS:
            return REGIONS[step]
    return Nation.ENGLAND


@dataclass(frozen=True)
class WorkingDays:
    """The calendar of one nation. After ``known_until`` only weekends are known to be free."""

    nation: Nation

    def holiday(self, day: date) -> str | None:
        """The name of the bank holiday on this day."""
        return _holidays(DIVISIONS[self.nation]).get(day)

    @property
    def known_until(self) -> date:
        """The last day of the last year that the list covers."""
        return date(max(_holidays(DIVISIONS[self.nation])).year, 12, 31)

    def includes(self, day: date) -> bool:
        return day.weekday() < 5 and self.holiday(day) is None

    def on_or_before(self, day: date) -> date:
        """The day itself when it is worked, otherwise the last one before that is."""
        while not self.includes(day):
            day -= DAY
        return day

    def before(self, day: date, number: int) -> date:
        """The working day ``number`` working days earlier; ``number`` is not negative."""
        return self._step(self.on_or_before(day), min(number, FURTHEST), -DAY)

    def after(self, day: date, number: int) -> date:
        """The working day ``number`` working days later; ``number`` is not negative."""
        return self._step(day, min(number, FURTHEST), DAY)

    def between(self, first: date, last: date) -> int:
        """How many working days there are from ``first`` to ``last``, both counted."""
        return sum(1 for day in days_of(first, last) if self.includes(day))

    def _step(self, day: date, number: int, by: timedelta) -> date:
        while number:
            day += by
            number -= self.includes(day)
        return day


def days_of(first: date, last: date) -> Iterator[date]:
    """Every day from ``first`` to ``last``, both included."""
    for number in range((last - first).days + 1):
        yield first + number * DAY


@cache
def _holidays(division: str) -> dict[date, str]:
    source = resources.files("govuk_bank_holidays") / "bank-holidays.json"
    events = json.loads(source.read_text(encoding="utf-8"))[division]["events"]
    return {date.fromisoformat(event["date"]): event["title"] for event in events}
