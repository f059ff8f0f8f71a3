"""All rules over all texts: which are asked of which field, in one table."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from engage.challenges.checker import language, process, specification
from engage.challenges.checker.finding import Finding, Rule, Severity, in_law
from engage.challenges.checker.sentences import sentences, without_addresses
from engage.challenges.checker.words import Hit, Lists, hits
from engage.challenges.portals import ENGLISH, Portal

END = "engagement_ends"


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked of a field: how serious its solution words and brands are (None: fine)."""

    solution: Severity | None = Severity.ADVISE
    brand: Severity | None = Severity.WARN


PROBLEM = Part(Severity.WARN)
PRESENT = Part(None, Severity.ADVISE)  # what there is today may be called by its name
PARTS = {
    "title": PROBLEM,
    "need": PROBLEM,
    "outcomes": PROBLEM,
    "today": PRESENT,
    "cost": PRESENT,
    "tried": PRESENT,
    "limits": Part(None),
    "lots": Part(None),
    "renewal": Part(None),
    "process": Part(None, None),  # a meeting may be on whatever it is on
}
ANY = Part()
PURPOSES = frozenset("abcdef")
NO_PURPOSE = Rule(
    "no_purpose",
    Severity.WARN,
    "The question serves no purpose this engagement has. The law says what it may be for"
    "{purposes}, and what you do not need you should not collect.",
    "Choose the purpose it serves, or leave the question out.",
)


def check(
    texts: Mapping[str, str],
    lists: Lists,
    *,
    ends: datetime | None = None,
    begins: datetime | None = None,
    asks_for_end: bool = False,
    over: bool = False,
    under: Portal = ENGLISH,
) -> list[Finding]:
    """What to look at in these fields, in their order, then by place.

    ``ends`` is when the engagement closes, ``begins`` when suppliers can first read of it;
    ``over``: it is a record of one that had closed by then; ``under``: whose law is named.
    A field that is empty gives nothing here, but for how to take part: publishing asks for it.
    """
    found: list[Finding] = []
    explained: set[str] = set()
    for field, text in texts.items():
        listed = list(hits(without_addresses(text), lists))
        told = list(_of_words(field, text, listed, lists, explained))
        if field == "need":
            elsewhere = bool(texts.get("who", "").strip())
            told += specification.nobody(field, text, listed, told_elsewhere=elsewhere)
        if field == "process":
            told += process.of_process(field, text, ends, over=over)
        found += _in_order(told)
    found += process.of_the_end(END, begins=begins, ends=ends, asked=asks_for_end)
    return in_law(found, under)


class Asked(NamedTuple):
    """A question, the letter of s.16(1) that it serves, and the hint below it."""

    text: str
    purpose: str
    hint: str = ""


def check_questions(
    questions: Sequence[Asked],
    purposes: Collection[str],
    lists: Lists,
    *,
    under: Portal = ENGLISH,
) -> list[Finding]:
    """What to look at in the questions of a questionnaire, and in their hints.

    Their fields are "question-1" and so on. ``purposes`` are those of the engagement; while
    none is chosen, any of the law's will do.
    """
    found: list[Finding] = []
    explained: set[str] = set()
    for number, (text, purpose, hint) in enumerate(questions, start=1):
        field = f"question-{number}"
        told = _in_words(field, text, lists, explained)
        if purpose not in (purposes or PURPOSES):
            told.append(NO_PURPOSE.found(field, text, 0, len(text)))
        found += _once([*_in_order(told), *_in_order(_in_words(field, hint, lists, explained))])
    return in_law(found, under)


def _in_words(field: str, text: str, lists: Lists, explained: set[str]) -> list[Finding]:
    listed = list(hits(without_addresses(text), lists))
    return list(_of_words(field, text, listed, lists, explained))


def _of_words(
    field: str, text: str, listed: list[Hit], lists: Lists, explained: set[str]
) -> Iterator[Finding]:
    part = PARTS.get(field, ANY)
    bare = without_addresses(text)
    cut = list(sentences(bare))
    if part.solution:
        yield from specification.solutions(field, text, listed, part.solution)
    if part.brand:
        yield from specification.brands(field, text, listed, part.brand)
    yield from language.jargon(field, text, listed)
    yield from language.abbreviations(field, bare, lists, listed, explained)
    yield from language.long_sentences(field, text, cut)
    yield from language.hard_to_read(field, text, cut)


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    """By place; a word that stands there ten times is one thing to look at."""
    return _once(sorted(found, key=lambda one: (one.start, one.end, one.code)))


def _once(found: Iterable[Finding]) -> list[Finding]:
    first: dict[tuple[str, str], Finding] = {}
    for each in found:
        first.setdefault((each.code, each.words), each)
    return list(first.values())
