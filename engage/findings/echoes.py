"""Whether the words of a requirement come close to those of one supplier.

Two texts come close when ``LONGEST_CHANCE`` words in a row are the same, or when ``CLOSE``
hundredths of the runs of four words of the requirement stand in the answer as well. Words that the
council itself had published before count for nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

RUN = 4  # words of a shingle
LONGEST_CHANCE = 7  # words in a row that two people do not write by chance
CLOSE = 25
MOST_WORDS = 1500  # of a text that is compared
_WORD = re.compile(r"\w+(?:['’]\w+)?")

Shingle = tuple[str, ...]


class Likeness(NamedTuple):
    """What a text shares with another: ``[begins, ends)`` of the other, words, hundredths."""

    begins: int
    ends: int
    run: int
    share: int

    @property
    def is_close(self) -> bool:
        return self.run >= LONGEST_CHANCE or self.share >= CLOSE


class Own:
    """What the council had said itself before."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.shingles = {each for text in texts for each in _shingles(_words(text)[0])}

    def likeness(self, requirement: str, answer: str) -> Likeness:
        """How close a requirement is to an answer, but for words that are the council's own."""
        here, _ = _words(requirement)
        there, places = _words(answer)
        said = set(_shingles(here)) - self.shingles
        shared = said & set(_shingles(there))
        share = round(100 * len(shared) / len(said)) if said else 0
        found = SequenceMatcher(None, here, there, autojunk=False).find_longest_match()
        run = there[found.b : found.b + found.size]
        if not run or (len(run) >= RUN and not set(_shingles(run)) - self.shingles):
            return Likeness(0, 0, 0, share)
        last = places[found.b + found.size - 1]
        return Likeness(places[found.b][0], last[1], found.size, share)


def _words(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    found = list(_WORD.finditer(text))[:MOST_WORDS]
    return [_plain(each[0]) for each in found], [each.span() for each in found]


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    return "".join(each for each in folded if not unicodedata.combining(each))


def _shingles(words: Sequence[str]) -> list[Shingle]:
    return [tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]
