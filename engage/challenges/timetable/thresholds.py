"""Thresholds of the Procurement Act 2023, Schedule 1: dated rows, compared with VAT included."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from engage.challenges.reference import rows_of
from engage.kernel.clock import to_wall

NOTIFIABLE = 30_000  # pounds, section 84(1)(a): not central government


class Standing(StrEnum):
    """What the law asks for a contract of this size."""

    ABOVE = "above the threshold"
    BELOW = "below the threshold, and notifiable"
    SMALL = "too small to be notifiable"
    UNKNOWN = "not known yet"


@dataclass(frozen=True)
class Threshold:
    """One row: the pounds from which a contract is a public contract, and when that held."""

    key: str
    valid_from: date
    valid_until: date
    category: str
    light_touch: bool
    pounds: int
    source: str


def threshold_for(category: str, *, light_touch: bool, on: date) -> Threshold | None:
    """The row for sub-central authorities in force on a day; the newest when none is yet."""
    rows = [
        row
        for row in _thresholds()
        if row.light_touch == light_touch and (light_touch or row.category == category)
    ]
    in_force = [row for row in rows if row.valid_from <= on <= row.valid_until]
    later = [row for row in rows if on > row.valid_until]
    return in_force[0] if in_force else max(later, key=lambda row: row.valid_from, default=None)


def threshold_of(
    category: str, *, light_touch: bool, tender_on: date | None, at: datetime
) -> Threshold | None:
    """The row on the day the tender is planned, or today when nobody has said."""
    day = tender_on or to_wall(at)[0]
    return threshold_for(category, light_touch=light_touch, on=day)


def standing(gross: int | None, row: Threshold | None) -> Standing:
    """Where an estimate in whole pounds, VAT included, stands against its row."""
    if gross is None or row is None:
        return Standing.UNKNOWN
    if gross >= row.pounds:
        return Standing.ABOVE
    return Standing.BELOW if gross >= NOTIFIABLE else Standing.SMALL


@cache
def _thresholds() -> tuple[Threshold, ...]:
    return tuple(
        Threshold(
            key=row["key"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=date.fromisoformat(row["valid_until"]),
            category=row["category"],
            light_touch=row["light_touch"] == "yes",
            pounds=int(row["pounds"]),
            source=row["source"],
        )
        for row in rows_of("thresholds.csv")
    )
