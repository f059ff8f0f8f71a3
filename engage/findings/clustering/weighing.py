"""Words of answers and what they weigh: often in one answer's reach, rare among all."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engage.findings.sentences import stem
from engage.kernel.search import telling_words

MOST_WORDS = 400  # of one answer
MOST_TERMS = 3000
OFTEN = 0.6  # a word in more answers than that tells none from another
DIGITS = 6

Row = dict[int, float]
_EVERYBODYS = (
    "about already also anybody anything asked asking could every everybody everything find "
    "first four five getting give given good have help idea keep know knows last like made "
    "make makes making many might much must need needed needs nobody nothing often other "
    "people should somebody something take taken takes than that their then there they "
    "thing things think this three used uses using very want wanted wants well were what "
    "when where which while will with without work worked working works would year years your"
)
_LITTLE = frozenset(_EVERYBODYS.split())
"""Words that every answer has: a theme is not called after them."""


@dataclass(frozen=True)
class Weighed:
    """``rows``: for each answer what its terms weigh, of length 1; ``shown``: terms as words."""

    rows: list[Row]
    terms: list[str]
    shown: list[str]
    weights: list[float]

    def row(self, text: str) -> Row:
        """Another text, weighed as these are."""
        known = {term: place for place, term in enumerate(self.terms)}
        return _unit({known[t]: self.weights[known[t]] for t in stems(text) if t in known})


def stems(text: str) -> list[str]:
    """The telling words of a text without their endings, each once."""
    return list(dict.fromkeys(stem(word) for word in _words(text)))


def weigh(texts: Sequence[str], *, often: float = OFTEN) -> Weighed:
    """Each text as weights of terms; none that more than this part of the texts have."""
    said = [stems(text) for text in texts]
    number = len(texts)
    counted = Counter(term for each in said for term in each)
    least = 2 if number > 2 else 1
    most = max(least, math.floor(number * often)) if number > 4 else number
    useful = [term for term, times in counted.items() if least <= times <= most]
    terms = sorted(sorted(useful, key=lambda term: (-counted[term], term))[:MOST_TERMS])
    weights = [round(math.log((1 + number) / (1 + counted[t])) + 1, DIGITS) for t in terms]
    place = {term: at for at, term in enumerate(terms)}
    rows = [_unit({place[t]: weights[place[t]] for t in each if t in place}) for each in said]
    return Weighed(rows, terms, _as_words(texts, terms), weights)


def total(rows: Iterable[Row]) -> Row:
    """The sum of several rows."""
    added: Row = {}
    for row in rows:
        for term, weight in row.items():
            added[term] = added.get(term, 0.0) + weight
    return {term: round(added[term], DIGITS) for term in sorted(added)}


def _unit(row: Row) -> Row:
    length = math.sqrt(sum(weight * weight for weight in row.values())) or 1.0
    return {term: round(row[term] / length, DIGITS) for term in sorted(row)}


def _as_words(texts: Sequence[str], terms: Sequence[str]) -> list[str]:
    """For each term the word that people used for it most."""
    wanted = set(terms)
    used: dict[str, Counter[str]] = {term: Counter() for term in terms}
    for text in texts:
        for word in _words(text):
            if (term := stem(word)) in wanted:
                used[term][word] += 1
    return [min(used[t].items(), key=lambda each: (-each[1], each[0]))[0] for t in terms]


def _words(text: str) -> list[str]:
    return [word for word in telling_words(text, MOST_WORDS) if word not in _LITTLE]
