"""What an answer of each kind is kept as, and what people and tables get of it."""

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.responses.kinds import BadAnswer, Kind, asked_of, cell, minutes, read, shown


@dataclass
class Question:
    kind: Kind = Kind.LONG
    options: list[str] = field(default_factory=list)
    word_limit: int = 100
    shown_if: dict[str, Any] = field(default_factory=dict)
    id: UUID = field(default_factory=uuid4)


COLOURS = ["Red", "Green", "Blue"]
FILE = {"id": "7", "name": "plan.pdf", "size": 3, "sha256": "ab"}


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "words", "in_table"),
    [
        (Kind.LONG, " One.\r\n\r\nTwo. ", "One.\n\nTwo.", "One.\n\nTwo.", "One.\n\nTwo."),
        (Kind.SHORT, "One\ntwo", "One two", "One two", "One two"),
        (Kind.CHOICE, "Green", "Green", "Green", "Green"),
        (Kind.CHOICES, "Blue\nRed\nRed", "Red\nBlue", "Red\nBlue", "Red\nBlue"),
        (Kind.NUMBER, " 1,200.50", "1200.5", "1,200.5", Decimal("1200.5")),
        (Kind.NUMBER, "-0", "0", "0", Decimal(0)),
        (Kind.NUMBER, "100000", "100000", "100,000", Decimal(100000)),
        (Kind.MONEY, "£12,500", "12500.00", "£12,500", Decimal(12500)),
        (Kind.MONEY, "99.5", "99.50", "£99.50", Decimal("99.5")),
        (Kind.DATE, "2026-12-18", "2026-12-18", "Friday 18 December 2026", date(2026, 12, 18)),
        (
            Kind.TABLE,
            '[["North", " 3 ", ""], ["", "", ""]]',
            '[["North", "3", ""]]',
            "Red: North; Green: 3",
            "Red: North; Green: 3",
        ),
        (Kind.TABLE, '[["", "", " "]]', "", "", None),
        (Kind.FILE, json.dumps(FILE | {"more": 1}), json.dumps(FILE), "plan.pdf", "plan.pdf"),
        (Kind.DECLARATION, "yes", "yes", "Yes", "Yes"),
    ],
)
def test_each_kind(kind: Kind, typed: str, kept: str, words: str, in_table: object) -> None:
    asked = Question(kind, COLOURS)
    assert read(asked, typed) == kept
    assert read(asked, kept) == kept
    assert shown(asked, kept) == words
    assert cell(asked, kept) == in_table
    assert (read(asked, " "), shown(asked, ""), cell(asked, "")) == ("", "", None)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.CHOICE, "red"),
        (Kind.CHOICES, "Red\nPink"),
        *((Kind.NUMBER, wrong) for wrong in ("many", "1e9", "1.23456", "1" * 13, "١٢", "NaN")),
        *((Kind.MONEY, wrong) for wrong in ("-5", "1.234", "ten pounds", "5€")),
        *((Kind.DATE, wrong) for wrong in ("2026-02-30", "18/12/2026", "0001-01-01")),
        *((Kind.TABLE, wrong) for wrong in ("{", "[1]", '[["a"]]', '[[["a"],1,2]]', "[" * 9999)),
        (Kind.TABLE, json.dumps([["a", "b", "c"]] * 31)),
        (Kind.TABLE, '[["\\u0007", "b", "c"]]'),
        (Kind.TABLE, json.dumps([["a" * 301, "b", "c"]])),
        *((Kind.FILE, wrong) for wrong in ("plan.pdf", "{}", "[]")),
        (Kind.DECLARATION, "maybe"),
        (Kind.SHORT, "a" * 301),
        (Kind.LONG, "a" * 20_001),
        (Kind.LONG, "bell\x07"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(kind: Kind, typed: str) -> None:
    with pytest.raises(BadAnswer, match=r"^[A-Z].*\.$"):
        read(Question(kind, COLOURS), typed)


@given(st.sampled_from(Kind), st.text())
def test_nothing_typed_breaks_it(kind: Kind, typed: str) -> None:
    """Kept, and then the same again; or refused."""
    asked = Question(kind, COLOURS)
    try:
        kept = read(asked, typed)
    except BadAnswer:
        return
    assert read(asked, kept) == kept
    assert isinstance(shown(asked, kept), str)


def test_a_question_hangs_on_an_answer_and_others_on_it() -> None:
    first = Question(Kind.CHOICES, COLOURS)
    second = Question(Kind.DECLARATION, shown_if={"prompt": str(first.id), "is": "Blue"})
    third = Question(shown_if={"prompt": str(second.id), "is": "yes"})
    every = [first, second, third]
    assert asked_of(every, {}) == [first]
    assert asked_of(every, {first.id: "Red\nBlue"}) == [first, second]
    assert asked_of(every, {first.id: "Red\nBlue", second.id: "yes"}) == every
    assert asked_of(every, {first.id: "Red", second.id: "yes"}) == [first]


def test_minutes() -> None:
    asked = [Question(), Question(Kind.SHORT, word_limit=25), Question(Kind.TABLE)]
    assert [minutes(each) for each in asked] == [10, 3, 10]
