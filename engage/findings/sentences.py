"""The sentences of an answer, where they stand in it, and an answer in pieces to show."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from engage.kernel.search import Words, same_form

_SENTENCE = re.compile(r"[^\s].*?(?:[.!?]+(?=\s|$)|(?=\n)|$)", re.S)
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("ings", "ing", "ies", "ed", "es", "s", "e", "y", "ly")
SHORTEST_STEM = 3


class Span(NamedTuple):
    """``[begins, ends)`` of a text, and what is to be seen of it."""

    begins: int
    ends: int
    kind: str


class Piece(NamedTuple):
    """A part of a text: ``kind`` is empty where nothing marks it."""

    text: str
    kind: str


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends; a line break ends one as well."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        for each in _SENTENCE.finditer(line[0]):
            if each[0].strip():
                found.append((line.start() + each.start(), line.start() + each.end()))
    return found


def pieces(text: str, spans: Iterable[Span]) -> list[Piece]:
    """The text cut where marks begin and end; where two overlap the later one is seen."""
    chosen = [each for each in spans if 0 <= each.begins < each.ends <= len(text)]
    cuts = sorted({0, len(text), *(cut for each in chosen for cut in each[:2])})
    shown = []
    for begins, ends in pairwise(cuts):
        over = [each.kind for each in chosen if each.begins <= begins and ends <= each.ends]
        shown.append(Piece(text[begins:ends], over[-1] if over else ""))
    return shown


def found_in(text: str, query: str) -> list[Span]:
    """Where the words that somebody looked for stand, in any of their usual forms."""
    stems = {stem(word) for phrase in Words.read(query).wanted for word in phrase.split()}
    if not stems:
        return []
    words = ((each.span(), same_form(each[0])) for each in _WORD.finditer(text))
    return [Span(*place, "found") for place, word in words if word and stem(word) in stems]


def stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def place_of(text: str, passage: str) -> tuple[int, int] | None:
    """Where a typed passage stands in a text, however its spaces are; None: nowhere."""
    words = passage.split()
    if not words:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), text)
    return found.span() if found else None


def without(text: str, spans: Sequence[Span]) -> str:
    """The text written anew without these parts; in the place of each stands its kind."""
    shown, last = [], 0
    for each in _joined(spans):
        shown += [text[last : each.begins], f"[withheld: {each.kind}]"]
        last = each.ends
    return "".join([*shown, text[last:]])


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Parts that overlap, or that nothing but space lies between, are one with both grounds."""
    joined: list[Span] = []
    for each in sorted(spans):
        if joined and each.begins <= joined[-1].ends:
            last = joined[-1]
            kinds = dict.fromkeys([*last.kind.split(", "), each.kind])
            joined[-1] = Span(last.begins, max(last.ends, each.ends), ", ".join(kinds))
        else:
            joined.append(each)
    return joined
