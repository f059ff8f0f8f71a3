"""Cuts a text into sentences and words, without losing where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ADDRESS = re.compile(
    r"(?:https?://|www\.)\S*[^\s.,:;!?)\]>\"'”’]|(?<![^\s@<>()])[^\s@<>()]{1,100}@[^\s<>()]+", re.I
)
END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]*_]{0,4}(?=\s|\Z)|\n+|[•●▪]")
TOKEN = re.compile(r"\S+")
BULLET = re.compile(r"[ \t]{0,8}(?:[-*+•–#>]{1,6}|[0-9]{1,3}[.)]|\(?[a-z]{1,4}\))[ \t]{1,8}", re.I)
LAST_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*+\Z")
NEVER_LAST = {
    *("e.g", "i.e", "eg", "ie", "mr", "mrs", "ms", "dr", "st", "nos", "vs"),
    *("approx", "ref", "tel", "fig", "para", "prof", "cllr"),
}
NEAR = 16  # characters around a mark that are looked at


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a sentence stands, how many words it has, and how many letters and digits."""

    start: int
    end: int
    words: int
    letters: int


def without_addresses(text: str) -> str:
    """The text with spaces where web and mail addresses stand: places stay the same."""
    return ADDRESS.sub(lambda found: " " * len(found[0]), text)


def sentences(text: str) -> Iterator[Sentence]:
    """Each sentence, heading and list item that has a word, in order."""
    start = 0
    for mark in END.finditer(text):
        if _ends_here(text, start, mark):
            yield from _sentence(text, start, mark.end())
            start = mark.end()
    yield from _sentence(text, start, len(text))


def _ends_here(text: str, start: int, mark: re.Match[str]) -> bool:
    """A line that goes on with a small letter, "e.g." and the number of an item end nothing."""
    if mark[0][0] in "•●▪" or mark[0].startswith("\n\n"):
        return True
    if text[mark.end() : mark.end() + NEAR].lstrip()[:1].islower():
        return False
    if mark[0] != ".":
        return True
    if mark.start() - start < NEAR and text[start : mark.start()].strip().isdigit():
        return False
    last = LAST_WORD.search(text[max(0, mark.start() - NEAR) : mark.start()])
    return last is None or last[0].lower() not in NEVER_LAST


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    bullet = BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    words = letters = 0
    first = last = start
    for token in TOKEN.finditer(text, start, end):
        if last == start:
            first = token.start()
        count = sum(map(str.isalnum, token[0]))
        words, letters = words + (count > 0), letters + count
        last = token.end()
    if words:
        yield Sentence(first, last, words, letters)
