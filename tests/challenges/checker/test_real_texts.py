"""What the checker says of real texts, line by line, decided by people who read them.

``samples/uk2_engagement_texts.jsonl``: how to take part, from notices of councils and others;
``samples/challenges.jsonl``: needs as GovTech Catalyst and CivTech published them.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engage.challenges.checker import Finding, Severity, check, shipped

SAMPLES = Path(__file__).parents[2] / "data" / "samples"

NOTICES: dict[str, tuple[dict[str, str], dict[str, list[str]]]] = {
    # Cut off by its source before it says how: two long sentences are all we have.
    "ocds-h6vhtk-064b4f": (
        {"no_way_to_take_part": "This PME aims", "no_day_or_hour": "This PME", "no_end": ""},
        {"abbreviation": ["PME"], "long_sentence": ["This PME aims", "Nottingham City Council"],
         "reading_age": ["This PME"]},
    ),
    # A questionnaire behind a registration, and no hint by when.
    "ocds-h6vhtk-055453": (
        {"no_day_or_hour": "PME questionnaire can"},
        {"abbreviation": ["PME"], "jargon": ["soft market testing", "Bidders"],
         "long_sentence": ["PME questionnaire can be accessed"], "reading_age": ["PME"]},
    ),
    # 12 noon in the text, the last second of the day in the data.
    "ocds-h6vhtk-067aa4": ({"other_hour": "12 noon"}, {"jargon": ["clarifications"]}),
    # A portal and a project number, nothing by when.
    "ocds-h6vhtk-05a023": (
        {"no_day_or_hour": "Conducted on the OPEN"},
        {"abbreviation": ["OPEN"], "jargon": ["E-tendering"]},
    ),
    # "In early November" is no day.
    "ocds-h6vhtk-05a6d1": (
        {"no_day_or_hour": "Market engagement questionnaire", "no_end": ""},
        {"abbreviation": ["SMEs", "OPEN", "CD"], "jargon": ["re-procurement"],
         "long_sentence": ["Market engagement questionnaire for completion"],
         "reading_age": ["Market"]},
    ),
    # Nothing but an address: the only one the law does not let through.
    "ocds-h6vhtk-06a115": ({"only_an_address": "https://uk.eu-supply.com/app/rfq"}, {}),
    # Cut off by its source: purpose and use of the answers, no way to give any.
    "ocds-h6vhtk-067eb3": (
        {"no_way_to_take_part": "Worcester City Council is", "no_day_or_hour": "Worcester",
         "no_end": ""},
        {"jargon": ["delivery models"], "reading_age": ["Worcester"],
         "long_sentence": ["Worcester City Council is undertaking", "The purpose of this"]},
    ),
    # For information only: it asks nobody to take part, and explains its own abbreviation.
    "ocds-h6vhtk-06b716": (
        {"no_way_to_take_part": "This is a Preliminary", "no_day_or_hour": "This is a",
         "no_end": ""},
        {"jargon": ["in order to", "maximise"], "reading_age": ["This is a"]},
    ),
    # An event at an hour of another day is no closing hour. Teams is where it is held.
    "ocds-h6vhtk-069d52": ({}, {"reading_age": ["Further information"]}),
    # Seven days, and noon against the last second.
    "ocds-h6vhtk-065993": (
        {"other_hour": "12noon", "few_days": "11:59pm on Friday 27 February 2026"},
        {},
    ),
}  # fmt: skip

CHALLENGES: dict[str, dict[str, str]] = {
    # "We" is the council: nobody says whose need it is.
    "Oxfordshire County Council": {"no_user": "How will we manage autonomous vehicles"},
    "Torfaen County Borough Council": {"no_user": "How might we better", "jargon": "seamless"},
    "Scottish Natural Heritage": {"no_user": "How might we better use and understand"},
    "Northern Ireland Audit Office": {"no_user": "How might we make better use of data"},
    "DBEIS, Better Regulation Executive": {"no_user": "How might we understand the overlaps"},
    # Residents, the problem and the gain in 24 words.
    "Durham County Council and Blaenau Gwent County Borough Council": {},
    "Historic Environment Scotland": {},  # visitors
    # Begins with the answer, as the newspaper told it.
    "Stirling Council": {"no_user": "How technology", "solution_word": "technology"},
}


def rows(name: str) -> Iterator[dict[str, Any]]:
    return map(json.loads, (SAMPLES / name).read_text("utf-8").splitlines())


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def quoting(found: list[Finding], expected: dict[str, list[str]]) -> None:
    """Each code as often as expected, each quotation beginning as expected."""
    told: dict[str, list[str]] = {}
    for each in found:
        told.setdefault(each.code, []).append(each.quoted)
    assert {code: len(words) for code, words in told.items()} == {
        code: len(words) for code, words in expected.items()
    }
    for code, words in expected.items():
        for begins, quoted in zip(words, told[code], strict=True):
            assert quoted.startswith(begins)


@pytest.mark.parametrize(
    "row", list(rows("uk2_engagement_texts.jsonl")), ids=lambda row: row["ocid"]
)
def test_how_to_take_part_of_real_notices(row: dict[str, Any]) -> None:
    found = check(
        {"process": row["engagement_description"]},
        shipped(),
        ends=instant(row["engagement_due_date"]),
        begins=instant(row["released"]),
        asks_for_end=True,
    )
    law, advice = NOTICES[row["ocid"]]
    advised = [each for each in found if each.severity is Severity.ADVISE]
    quoting(advised, advice)
    quoting(
        [each for each in found if each not in advised],
        {code: [words] for code, words in law.items()},
    )
    refused = [each.code for each in found if each.severity is Severity.REFUSE]
    assert refused == [code for code in law if code == "only_an_address"]


@pytest.mark.parametrize("row", list(rows("challenges.jsonl")), ids=lambda row: row["owner"])
def test_real_challenges(row: dict[str, Any]) -> None:
    found = check({"need": row["challenge"]}, shipped())
    quoting(found, {code: [words] for code, words in CHALLENGES[row["owner"]].items()})


def test_every_line_has_an_expectation() -> None:
    assert {row["ocid"] for row in rows("uk2_engagement_texts.jsonl")} == NOTICES.keys()
    assert {row["owner"] for row in rows("challenges.jsonl")} == CHALLENGES.keys()
