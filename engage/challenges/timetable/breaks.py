"""Times when many people are away: Christmas, and the usual school holidays of each nation.

Councils set their own term dates, so these are the usual weeks and nothing more exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from engage.challenges.reference import rows_of
from engage.challenges.timetable.working_days import Nation

CHRISTMAS = ((12, 20), (1, 3))  # first day in one year, last day in the next


@dataclass(frozen=True)
class Break:
    """Days when many are away, ``first`` and ``last`` included."""

    name: str
    first: date
    last: date
    of_schools: bool = True


def breaks_between(nation: Nation, first: date, last: date) -> list[Break]:
    """The breaks that touch these days, earliest first."""
    found = [*_christmases(first, last), *_school_breaks()[nation]]
    touching = (each for each in found if each.first <= last and each.last >= first)
    return sorted(touching, key=lambda each: each.first)


def _christmases(first: date, last: date) -> Iterator[Break]:
    start, end = CHRISTMAS
    for year in range(first.year - 1, last.year + 1):
        yield Break("Christmas", date(year, *start), date(year + 1, *end), of_schools=False)


@cache
def _school_breaks() -> dict[Nation, list[Break]]:
    breaks: dict[Nation, list[Break]] = {nation: [] for nation in Nation}
    for row in rows_of("school_breaks.csv"):
        known = Break(
            row["name"], date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
        )
        breaks[Nation(row["nation"])].append(known)
    return breaks
