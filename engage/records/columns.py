"""What kind of thing stands in each column of the database: ``columns.csv`` says it.

A test compares the list with the tables. Subject access and the schedule of what is kept rest
on it (UK GDPR arts. 5, 15 and 30).
"""

import csv
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("columns.csv")


class DataClass(StrEnum):
    """The first that fits, from the bottom: a secret is a secret, whoever it is about."""

    TECHNICAL = "technical"
    """Identifiers and states that make the service work, and say nothing by themselves."""
    PUBLIC = "public"
    """Published, or written to be published."""
    COUNCIL = "council"
    """The council's own work: open to a request under the Freedom of Information Act."""
    SUPPLIER = "supplier"
    """What a supplier told a council: in confidence until it agrees (PA 2023 s.94, FOIA s.41)."""
    PERSONAL = "personal"
    """About somebody who can be known by it (UK GDPR art. 4)."""
    SPECIAL = "special"
    """About somebody's health: access and dietary needs (UK GDPR art. 9)."""
    SECRET = "secret"  # noqa: S105  (a word, not one)
    """Lets whoever holds it in: never shown, exported or logged."""


ABOUT_PEOPLE = frozenset({DataClass.PERSONAL, DataClass.SPECIAL})


@cache
def classified() -> Mapping[tuple[str, str], DataClass]:
    """The class of each column, by table and column. Raises ValueError for one given twice."""
    told: dict[tuple[str, str], DataClass] = {}
    with LIST.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for column in row["columns"].split():
                key = (row["table"], column)
                if key in told:
                    raise ValueError(f"{key} has two classes")
                told[key] = DataClass(row["class"])
    return told
