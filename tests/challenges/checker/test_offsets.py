"""Whatever is typed: findings quote it exactly, are the same each time, and take little time."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.challenges.checker import Asked, check, check_questions, shipped

ENDS = datetime(2026, 4, 23, 11, tzinfo=UTC)
PIECES = [
    *("app", "Excel", "SALESFORCE", "stakeholders", "end-to-end", "PME", "(PME)", "or equivalent"),
    *("é", "e\u0301", "İ", "ß", "ﬁ", "👩\u200d👩\u200d👧", "\u202e", "\x00", "’s", "'", "\ud800"),
    *(" ", "\n", "\n\n", "\t", "\xa0", ".", "!", "e.g.", "•", "1.", "https://a.b/app", "x@y.z"),
    *("by 5pm on 23 April 2026", "12 noon", "23/04/2026", "my", "word " * 26),
]
typed = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join)
FIELDS = ("title", "need", "who", "today", "limits", "process")


@given(st.dictionaries(st.sampled_from(FIELDS), typed))
def test_offsets_quote_the_words(texts: dict[str, str]) -> None:
    found = check(texts, shipped(), ends=ENDS)
    for each in found:
        assert texts[each.field][each.start : each.end] == each.quoted
        assert each.reason and each.suggestion
        assert each.quoted == each.quoted.strip()
    assert len({(each.code, each.field, each.words) for each in found}) == len(found)
    assert check(texts, shipped(), ends=ENDS) == found


@given(st.lists(typed, max_size=3))
def test_offsets_quote_the_words_of_questions(asked: list[str]) -> None:
    for each in check_questions([Asked(text, "") for text in asked], "a", shipped()):
        text = asked[int(each.field.removeprefix("question-")) - 1]
        assert text[each.start : each.end] == each.quoted


HOSTILE = [
    *("a", "@", "12" + " " * 50, "by 5pm 1 May ", "www.", ". ", "...", "e.g. ", "(AB ", "app "),
    *("1. ", "’s", "x's'", " ", "or equivalent. Excel ", "a.b.", "http://"),
]


def seconds(text: str) -> float:
    before = time.process_time()
    check({"need": text, "process": text}, shipped(), ends=ENDS)
    return time.process_time() - before


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_a_hostile_text_takes_time_in_proportion(piece: str) -> None:
    """Eight times the text is about eight times the work; were it the square, 64 times."""
    small = min(seconds(piece * (20_000 // len(piece))) for _ in range(2))
    large = min(seconds(piece * (160_000 // len(piece))) for _ in range(3))
    assert large < 24 * small + 0.3, f"{small:.3f} s, then {large:.3f} s"


@pytest.mark.slow
def test_a_megabyte_of_everything_takes_seconds() -> None:
    assert (
        seconds("".join(each * (1_000_000 // len(each) // len(HOSTILE)) for each in HOSTILE)) < 30
    )
