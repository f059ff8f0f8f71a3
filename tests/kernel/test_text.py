"""Typed text: cleaned and counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.kernel.text import (
    UNPRINTABLE,
    clean_block,
    clean_line,
    excerpt,
    word_count,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a \t b\r\nc  ", "a b c"),
        ("e\u0301", "é"),
        ("\u00a0a\u00a0\u00a0b\u2003", "a b"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_clean_line(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("\r\n a\r\nb\rc \n\n", "a\nb\nc"), ("e\u0301\n", "é"), ("a\n\n\tb", "a\n\n\tb"), (" ", "")],
)
def test_clean_block(typed: str, kept: str) -> None:
    assert clean_block(typed) == kept


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\ud800", "\ufdd0"])
def test_what_nothing_can_carry_is_found(character: str) -> None:
    assert UNPRINTABLE.findall(clean_block(f"a{character}b{character}")) == [character] * 2


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u2069"])
def test_nothing_turns_the_direction(character: str) -> None:
    assert clean_block(f"a{character}b") == clean_line(f"a{character}b") == "ab"


@pytest.mark.parametrize("character", ["\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_break_is_one(character: str) -> None:
    assert clean_block(f"a{character}b") == "a\nb"
    assert clean_line(f"a{character}b") == "a b"


@pytest.mark.parametrize("text", ["", "Ŵyn & Sons", "שלום", "\u200fא", "🚮👩🏽‍💻", "o'Neil"])
def test_good_names_are_left_alone(text: str) -> None:
    assert clean_line(text) == text
    assert not UNPRINTABLE.search(text)


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), (" \n", 0), ("one", 1), ("one, two\nthree\u00a0four — five", 6)]
)
def test_word_count(text: str, words: int) -> None:
    assert word_count(text) == words


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("Short", 10, "Short"),
        ("Residents miss collections", 16, "Residents miss…"),
        ("Residents, who miss", 14, "Residents…"),
        ("Unbreakable", 6, "Unbre…"),
        ("two\nlines", 20, "two lines"),
    ],
)
def test_excerpt(text: str, length: int, short: str) -> None:
    assert excerpt(text, length) == short


@given(st.text(max_size=80), st.integers(1, 60))
def test_an_excerpt_is_never_too_long(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length
