"""Plain English: jargon, abbreviations nobody explained, long sentences, reading age."""

import re
from collections.abc import Iterator
from itertools import islice
from math import ceil

from engage.challenges.checker.finding import Finding, Rule, Severity
from engage.challenges.checker.sentences import Sentence
from engage.challenges.checker.words import Hit, Kind, Lists

MOST_WORDS = 25  # in a sentence
OLDEST = 11  # reading age of public text: 9 to 11
ENOUGH = 30  # words: a reading age of less means nothing
MOST_LONG = 20  # long sentences named in one text

CAPITALS = re.compile(r"(?<![^\W_])[A-Z]{2,6}s?(?![^\W_])")
OPENING = re.compile(r"\((?:the |hereafter |[\"“‘'])*\Z", re.I)
CLOSING = re.compile(r"[\"”’']?\)")
SPELLED_OUT = re.compile(r"\s?\([^()\s]{1,40} [^()]{2,120}\)")
BEFORE = 120  # characters before "(ABC)" in which its words stand
AROUND = 40  # characters around a word in capitals

JARGON = Rule(
    "jargon",
    Severity.ADVISE,
    "Small suppliers and residents may not know this word. Jargon is one of the barriers small "
    "and medium-sized businesses face, and the law asks councils to think of those{small}.",
    "Use an everyday word.",
)
ABBREVIATION = Rule(
    "abbreviation",
    Severity.ADVISE,
    "Readers from outside the council may not know what it stands for. Jargon is one of the "
    "barriers for small businesses, and the law asks councils to think of those{small}.",
    "Write it out where it first stands, with the short form in brackets after it.",
)
LONG = Rule(
    "long_sentence",
    Severity.ADVISE,
    "People lose the thread of sentences with more than 25 words, which is why GOV.UK sets that "
    "limit.",
    "Make two sentences of it.",
)
AGE = Rule(
    "reading_age",
    Severity.ADVISE,
    "Public text should suit a reading age of 9 to 11, so that more people can take part. We "
    "measure it by the Automated Readability Index (Smith and Senter 1967).",
    "Use shorter words and shorter sentences.",
)


def jargon(field: str, text: str, hits: list[Hit]) -> Iterator[Finding]:
    """Words with a plainer one."""
    for hit in hits:
        if hit.entry.kind is Kind.JARGON:
            instead = hit.entry.instead
            advice = f"In plain words: {instead}." if instead else ""
            yield JARGON.found(field, text, hit.start, hit.end, suggestion=advice)


def abbreviations(
    field: str, text: str, lists: Lists, hits: list[Hit], explained: set[str]
) -> Iterator[Finding]:
    """Short forms used before anybody says what they mean; each is named once.

    ``explained`` are those of the fields before, and is added to.
    """
    listed = {place for hit in hits for place in (hit.start, hit.end)}
    for found in CAPITALS.finditer(text):
        short = found[0].rstrip("s")
        if short in explained or {short, found[0]} & lists.abbreviations:
            continue
        if found.start() in listed or found.end() in listed or _is_shouted(text, found):
            continue
        explained.add(short)
        if not _is_explained(text, found):
            yield ABBREVIATION.found(field, text, found.start(), found.end())


def long_sentences(field: str, text: str, cut: list[Sentence]) -> Iterator[Finding]:
    """Sentences with too many words; the first twenty."""
    long = (one for one in cut if one.words > MOST_WORDS)
    for one in islice(long, MOST_LONG):
        advice = f"It has {one.words} words. Make two sentences of it, or a list."
        yield LONG.found(field, text, one.start, one.end, suggestion=advice)


def hard_to_read(field: str, text: str, cut: list[Sentence]) -> Iterator[Finding]:
    """A text for readers older than eleven."""
    age = reading_age(cut)
    if age is not None and age > OLDEST:
        years = f"{age}" if age < 18 else "18 or more"
        advice = f"This text suits a reading age of {years}. {AGE.suggestion}"
        yield AGE.found(field, text, cut[0].start, cut[-1].end, suggestion=advice)


def reading_age(cut: list[Sentence]) -> int | None:
    """The age at which most people can read these sentences; None when they are too few.

    The Automated Readability Index (R. J. Senter and E. A. Smith, AMRL-TR-66-220, 1967) counts
    letters, words and sentences, so it needs no dictionary of syllables. A score of 1 is a
    reader of 5 to 6, and each point is a year; the upper age is given.
    """
    words = sum(one.words for one in cut)
    if words < ENOUGH:
        return None
    letters = sum(one.letters for one in cut)
    score = 4.71 * letters / words + 0.5 * words / len(cut) - 21.43
    return max(5, ceil(score) + 5)


def _is_shouted(text: str, found: re.Match[str]) -> bool:
    """Whether the words around it are in capitals as well: a heading, not a short form."""
    around = text[max(0, found.start() - AROUND) : found.end() + AROUND]
    return sum(map(str.isupper, around)) > 2 * sum(map(str.islower, around))


def _is_explained(text: str, found: re.Match[str]) -> bool:
    """Whether it stands in brackets after its words, or its words in brackets after it."""
    before = text[max(0, found.start() - BEFORE) : found.start()]
    opening = OPENING.search(before)
    if opening and CLOSING.match(text, found.end()):
        words = before[: opening.start()].split()[-2 * len(found[0]) - 2 :]
        initials = [word.lstrip("(“\"‘'")[:1].upper() for word in words]
        short = found[0].rstrip("s")
        return short[0] in initials and initials[-1] == short[-1]
    return SPELLED_OUT.match(text, found.end()) is not None
