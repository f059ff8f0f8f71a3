"""The words the checker looks for, and where they stand in a text.

The lists are data (``engage/challenges/data/checker_words.csv``); a council adds to them and
takes out of them. A word written in small letters is found however it is written, in the plural
too; one written with capitals is found only so, because "Teams" is a product and "teams" are not.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from engage.challenges.reference import rows_of

PIECE = re.compile(r"[^\W_]+(?:['’][^\W_]+)*+")
GAP = frozenset(" \t\r\n\xa0-‐‑–")
WIDEST_GAP = 3
STARTS = frozenset('.!?…:;•\n"“‘(')


class Kind(StrEnum):
    """What a word is listed as."""

    SOLUTION = "solution"
    BRAND = "brand"
    JARGON = "jargon"
    ABBREVIATION = "abbreviation"  # one that everybody knows
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase of a list, and what to write instead, if that is known."""

    kind: Kind
    word: str
    instead: str = ""

    @property
    def key(self) -> str:
        """What makes two entries the same."""
        return key_of(self.word)


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed word in a text."""

    entry: Entry
    start: int
    end: int


@dataclass(frozen=True)
class Lists:
    """The words of one council, all kinds together."""

    entries: tuple[Entry, ...]

    def changed(
        self, added: Iterable[Entry] = (), removed: Collection[tuple[Kind, str]] = ()
    ) -> "Lists":
        """These lists with entries added, and without those of a kind and key."""
        kept = [each for each in self.entries if (each.kind, each.key) not in removed]
        return Lists((*kept, *added))

    def of(self, kind: Kind) -> list[Entry]:
        """The entries of one kind, by word."""
        return sorted(
            (each for each in self.entries if each.kind is kind), key=lambda each: each.key
        )

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Those nobody has to explain."""
        return frozenset(each.word for each in self.entries if each.kind is Kind.ABBREVIATION)

    @cached_property
    def index(self) -> dict[str, list[tuple[tuple[str, ...], Entry]]]:
        """Phrases by their first word, the longest first."""
        found: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for entry in self.entries:
            pieces = tuple(PIECE.findall(entry.word))
            if pieces and entry.kind is not Kind.ABBREVIATION:
                found.setdefault(_root(pieces[0]), []).append((pieces, entry))
        for phrases in found.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))
        return found


def key_of(word: str) -> str:
    """A word as lists compare it."""
    return " ".join(PIECE.findall(word.casefold()))


@cache
def shipped() -> Lists:
    """The lists that come with engage."""
    rows = rows_of("checker_words.csv")
    return Lists(tuple(Entry(Kind(row["kind"]), row["word"], row["instead"]) for row in rows))


def hits(text: str, lists: Lists) -> Iterator[Hit]:
    """Every listed word in the text, in order; of two that overlap, the one that begins first,
    and of two that begin together, the longer."""
    pieces = [piece.span() for piece in PIECE.finditer(text)]
    place = 0
    while place < len(pieces):
        start, end = pieces[place]
        length = 0
        for phrase, entry in lists.index.get(_root(text[start:end]), ()):
            if len(phrase) < length:
                break
            if _stands_here(text, pieces, place, phrase):
                length = len(phrase)
                yield Hit(entry, start, pieces[place + length - 1][1])
        place += max(length, 1)


def _stands_here(
    text: str, pieces: list[tuple[int, int]], place: int, phrase: tuple[str, ...]
) -> bool:
    if place + len(phrase) > len(pieces):
        return False
    exact = any(word != word.lower() for word in phrase)
    before = None
    for word, (start, end) in zip(phrase, pieces[place : place + len(phrase)], strict=True):
        if before is not None and not _is_gap(text[before:start]):
            return False
        here = text[start:end]
        if not (_bare(here) == word if exact else _root(here) == _root(word)):
            return False
        before = end
    return not (exact and len(phrase) == 1 and _starts_a_sentence(text, pieces[place][0], phrase))


def _starts_a_sentence(text: str, start: int, phrase: tuple[str, ...]) -> bool:
    """Any word is written with a capital there; one with several is a name all the same."""
    if not phrase[0][1:].islower():
        return False
    before = text[max(0, start - WIDEST_GAP) : start]
    return not before.strip() or "\n" in before or before.rstrip()[-1] in STARTS


def _is_gap(between: str) -> bool:
    return 0 < len(between) <= WIDEST_GAP and GAP.issuperset(between)


def _bare(piece: str) -> str:
    return piece[:-2] if piece.endswith(("'s", "’s")) else piece


def _root(piece: str) -> str:
    """Small letters, without the endings of a plural or of an owner."""
    word = _bare(piece.casefold())
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
