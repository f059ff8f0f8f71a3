"""What changed between two texts, word by word.

The work is bounded: equal ends are set aside, words that stand once in both texts divide the
rest, and only short stretches between them are compared word with word. A long stretch without
such words is shown as taken out and put in.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

SHORT = 120  # words: a stretch this long on both sides is compared word with word
DEEPEST = 12  # how often a stretch is divided again
AROUND = 25  # words shown before and after a change

WORD = re.compile(r"\S+\s*|\s+")


class Kind(StrEnum):
    SAME = "same"
    OUT = "out"
    IN = "in"
    SKIPPED = "skipped"  # a long stretch that is the same, left out


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and what became of it."""

    kind: Kind
    text: str


Span = tuple[int, int, int, int]  # from and to in the old words, from and to in the new ones


def differences(before: str, after: str) -> list[Piece]:
    """Both texts as one: what stayed, what went and what came. Spaces alone make no difference."""
    old, new = WORD.findall(before), WORD.findall(after)
    found = _pieces(old, new, _compare([w.strip() for w in old], [w.strip() for w in new]))
    return _joined(found)


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """The same with long stretches that stayed the same cut out, but for the words around."""
    last = len(pieces) - 1
    return [
        part
        for place, piece in enumerate(pieces)
        for part in _cut(piece, is_first=place == 0, is_last=place == last)
    ]


def _cut(piece: Piece, *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    words = WORD.findall(piece.text)
    head, tail = 0 if is_first else AROUND, 0 if is_last else AROUND
    if piece.kind is not Kind.SAME or len(words) <= head + tail + AROUND:
        yield piece
        return
    if head:
        yield Piece(Kind.SAME, "".join(words[:head]))
    yield Piece(Kind.SKIPPED, "")
    if tail:
        yield Piece(Kind.SAME, "".join(words[-tail:]))


def _compare(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Span]]:
    """Stretches in order, and whether each is the same on both sides."""
    waiting: list[tuple[int, bool, Span]] = [(0, False, (0, len(old), 0, len(new)))]
    while waiting:
        depth, is_same, span = waiting.pop()
        if is_same or span[0] == span[1] or span[2] == span[3]:
            yield is_same, span
            continue
        parts = _divided(old, new, span, depth)
        waiting.extend((depth + 1, *part) for part in reversed(parts))


def _divided(
    old: Sequence[str], new: Sequence[str], span: Span, depth: int
) -> list[tuple[bool, Span]]:
    """A stretch in parts; those that cannot be divided further have nothing on one side."""
    start, end = _ends(old, new, span)
    a, b, c, d = span[0] + start, span[1] - end, span[2] + start, span[3] - end
    middle: list[tuple[bool, Span]]
    if max(b - a, d - c) <= SHORT:
        middle = _by_words(old[a:b], new[c:d], a, c)
    elif depth < DEEPEST and (anchors := _anchors(old, new, (a, b, c, d))):
        middle = _between(anchors, (a, b, c, d))
    else:
        middle = [(False, (a, b, c, c)), (False, (b, b, c, d))]
    return [
        (True, (span[0], a, span[2], c)),
        *middle,
        (True, (b, span[1], d, span[3])),
    ]


def _ends(old: Sequence[str], new: Sequence[str], span: Span) -> tuple[int, int]:
    """How many words are the same at the beginning, and at the end."""
    a, b, c, d = span
    most = min(b - a, d - c)
    start = 0
    while start < most and old[a + start] == new[c + start]:
        start += 1
    end = 0
    while end < most - start and old[b - 1 - end] == new[d - 1 - end]:
        end += 1
    return start, end


def _by_words(
    old: Sequence[str], new: Sequence[str], first: int, second: int
) -> list[tuple[bool, Span]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[tuple[bool, Span]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        a, b, c, d = first + i1, first + i2, second + j1, second + j2
        if tag == "equal":
            found.append((True, (a, b, c, d)))
        else:
            found += [(False, (a, b, c, c)), (False, (b, b, c, d))]
    return found


def _anchors(old: Sequence[str], new: Sequence[str], span: Span) -> list[tuple[int, int]]:
    """Words that stand once on each side and in the same order: the longest row of them."""
    a, b, c, d = span
    olds, news = Counter(old[a:b]), Counter(new[c:d])
    places = {new[j]: j for j in range(c, d) if news[new[j]] == 1}
    pairs = [(i, places[old[i]]) for i in range(a, b) if olds[old[i]] == 1 and old[i] in places]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of ``pairs`` in which the second number rises too."""
    ends: list[int] = []  # the smallest last number of a row of each length
    tops: list[int] = []  # which pair that is
    before: list[int] = []  # the pair before each pair
    for place, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        ends[length : length + 1] = [second]
        tops[length : length + 1] = [place]
        before.append(tops[length - 1] if length else -1)
    row: list[tuple[int, int]] = []
    place = tops[-1] if tops else -1
    while place >= 0:
        row.append(pairs[place])
        place = before[place]
    return row[::-1]


def _between(anchors: Iterable[tuple[int, int]], span: Span) -> list[tuple[bool, Span]]:
    a, b, c, d = span
    found: list[tuple[bool, Span]] = []
    for i, j in anchors:
        found += [(False, (a, i, c, j)), (True, (i, i + 1, j, j + 1))]
        a, c = i + 1, j + 1
    return [*found, (False, (a, b, c, d))]


def _pieces(
    old: Sequence[str], new: Sequence[str], parts: Iterable[tuple[bool, Span]]
) -> Iterator[Piece]:
    for is_same, (a, b, c, d) in parts:
        if is_same:
            yield Piece(Kind.SAME, "".join(new[c:d]))
        else:
            yield Piece(Kind.OUT, "".join(old[a:b]))
            yield Piece(Kind.IN, "".join(new[c:d]))


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one kind as one; between two stretches that stayed, first out and then in."""
    there = (piece for piece in pieces if piece.text)
    found: list[Piece] = []
    for is_same, group in groupby(there, key=lambda piece: piece.kind is Kind.SAME):
        run = list(group)
        for kind in (Kind.SAME,) if is_same else (Kind.OUT, Kind.IN):
            text = "".join(piece.text for piece in run if piece.kind is kind)
            if text:
                found.append(Piece(kind, text))
    return [*(Piece(each.kind, _spaced(each.text)) for each in found[:-1]), *found[-1:]]


def _spaced(text: str) -> str:
    """The last word of a text has no space after it, and now another one follows."""
    return text if text[-1].isspace() else f"{text} "
