"""The slots of a series: equal in length, made from a pattern of days and hours in London."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from engage.kernel.clock import from_wall
from engage.kernel.errors import Refusal

MOST = 100  # slots of one series: a page shows them all
HOUR = 60


class BadPattern(Refusal):
    """No slots could be made like this."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """Days as ISO dates, times like "09:30" on a clock in London, lengths in minutes."""

    days: Sequence[str]
    first_start: str
    last_end: str
    minutes: int
    pause: int = 0
    lunch_from: str = ""
    lunch_to: str = ""

    def stored(self) -> dict[str, Any]:
        return asdict(self) | {"days": list(self.days)}


def pattern_of(stored: Mapping[str, Any]) -> Pattern:
    return Pattern(**stored)


def slots_of(pattern: Pattern) -> list[tuple[datetime, datetime]]:
    """Starts and ends in UTC, the earliest first. Raises BadPattern when there are none."""
    _require_sound(pattern)
    times = list(_of_a_day(pattern))
    days = sorted({date.fromisoformat(day) for day in pattern.days})
    if not times or not days:
        raise BadPattern(
            "No slot fits between the first start and the last end. Make slots shorter, or the day"
            " longer."
        )
    if len(times) * len(days) > MOST:
        raise BadPattern(
            f"This makes {len(times) * len(days)} slots. A series can have {MOST} at the most."
        )
    return [(from_wall(day, start), from_wall(day, end)) for day in days for start, end in times]


def _of_a_day(pattern: Pattern) -> Iterator[tuple[time, time]]:
    at, last = _minutes(pattern.first_start), _minutes(pattern.last_end)
    lunch = (
        (_minutes(pattern.lunch_from), _minutes(pattern.lunch_to)) if _has_lunch(pattern) else None
    )
    while at + pattern.minutes <= last:
        ends = at + pattern.minutes
        if lunch and at < lunch[1] and ends > lunch[0]:
            at = lunch[1]
            continue
        yield _time(at), _time(ends)
        at = ends + pattern.pause


def _require_sound(pattern: Pattern) -> None:
    if bool(pattern.lunch_from) != bool(pattern.lunch_to):
        raise BadPattern("Say when the break begins and when it ends, or leave both empty.")
    if _has_lunch(pattern) and _minutes(pattern.lunch_to) <= _minutes(pattern.lunch_from):
        raise BadPattern("The break must end after it begins.")
    if _minutes(pattern.last_end) <= _minutes(pattern.first_start):
        raise BadPattern("The last slot must end after the first one starts.")


def _has_lunch(pattern: Pattern) -> bool:
    return bool(pattern.lunch_from and pattern.lunch_to)


def _minutes(text: str) -> int:
    at = time.fromisoformat(text)
    return at.hour * HOUR + at.minute


def _time(minutes: int) -> time:
    return time(minutes // HOUR, minutes % HOUR)
