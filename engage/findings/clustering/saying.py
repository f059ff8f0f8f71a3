"""What a theme is called, why, and what suppliers say in it: in their own sentences."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engage.findings.clustering.weighing import Row, Weighed, stems, total
from engage.findings.sentences import sentences

TERMS = 5
SENTENCES = 3
MOST_READ = 400  # answers of a theme from which sentences are chosen
MOST_CITED = 5
SHORTEST, LONGEST = 4, 60  # words of a sentence that can stand alone
ALIKE = 0.6  # two sentences that share this much of their words say the same


@dataclass(frozen=True)
class Text:
    """An answer: ``key`` is the receipt it is cited by, ``who`` sent it."""

    key: str
    who: str
    text: str


@dataclass(frozen=True)
class _Sentence:
    text: Text
    words: str
    terms: frozenset[str]
    score: float


def top_terms(members: Sequence[Row], everything: Row, number: int, weighed: Weighed) -> list[str]:
    """Words that are more in this theme than anywhere else, the telling ones first."""
    here = total(members)
    size = max(1, len(members))
    told = {t: round(w / size - everything.get(t, 0) / number / 2, 6) for t, w in here.items()}
    best = sorted(told, key=lambda t: (-told[t], weighed.shown[t]))
    return [weighed.shown[term] for term in best[:TERMS]]


def closeness(members: Sequence[Row]) -> int:
    """Hundredths: how alike two answers of the theme are on average."""
    size = len(members)
    if size < 2:
        return 0
    whole = sum(weight * weight for weight in total(members).values())
    own = sum(weight * weight for row in members for weight in row.values())
    return round(100 * max(0.0, (whole - own) / (size * (size - 1))))


def summary(
    texts: Sequence[Text], members: Sequence[Row], weighed: Weighed
) -> list[dict[str, Any]]:
    """The sentences that say most of what the theme says, each from another supplier."""
    middle = total(members)
    weight = {weighed.terms[term]: each / len(members) for term, each in middle.items()}
    known = [one for text in texts[:MOST_READ] for one in _sentences(text, weight)]
    chosen: list[_Sentence] = []
    for one in sorted(known, key=lambda each: (-each.score, each.text.key, each.words)):
        others = (each.text.who == one.text.who or _alike(each, one) for each in chosen)
        if one.score > 0 and not any(others):
            chosen.append(one)
        if len(chosen) == SENTENCES:
            break
    return [{"text": each.words, "refs": _cited(each, known)} for each in chosen]


def _sentences(text: Text, weight: dict[str, float]) -> list[_Sentence]:
    found = []
    for begins, ends in sentences(text.text):
        words = " ".join(text.text[begins:ends].split())
        if SHORTEST <= words.count(" ") + 1 <= LONGEST:
            terms = stems(words)
            told = sum(weight.get(term, 0.0) for term in terms) / math.sqrt(len(terms) + 3)
            found.append(_Sentence(text, words, frozenset(terms), round(told, 6)))
    return found


def _alike(one: _Sentence, other: _Sentence) -> bool:
    shared = len(one.terms & other.terms)
    return shared >= ALIKE * max(1, len(one.terms | other.terms))


def _cited(one: _Sentence, known: Sequence[_Sentence]) -> list[str]:
    """Whose sentence it is, then who else says the same."""
    same = (each.text.key for each in known if each is not one and _alike(each, one))
    return list(dict.fromkeys([one.text.key, *same]))[:MOST_CITED]
