"""A council's own words in a message: plain text with named slots, and nothing else.

No template language: what somebody writes here cannot run, link or format anything, and neither
can what is put into the slots. A slot is filled once, so its value cannot hold another slot.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engage.kernel.clock import spoken, spoken_range
from engage.kernel.text import clean_block, clean_line
from engage.notifications.models import Language, Wording
from engage.notifications.queries.words import Words
from engage.notifications.rendering.catalogue import CATALOGUE, Audience

_SLOT = re.compile(r"\{\{([^{}]*)\}\}")
_OUTSIDE = {
    Audience.APPLICANT,
    Audience.PARTICIPANT,
    Audience.SUBSCRIBER,
    Audience.SEARCHER,
    Audience.INVITED,
}
_OF_SEVERAL = {"digest"}  # challenges of any council, so none of them writes its words
EDITABLE = tuple(
    name
    for name, kind in CATALOGUE.items()
    if kind.audience in _OUTSIDE and name not in _OF_SEVERAL
)
"""What goes to people outside the council, about one of its challenges."""


def _line(name: str) -> Callable[[Words], str]:
    return lambda words: clean_line(str(words.get(name) or ""))


_OF_A_CHALLENGE: Mapping[str, Callable[[Words], str]] = {
    "challenge title": _line("challenge"),
    "reference": _line("reference"),
    "council": _line("council"),
    "end of the challenge": lambda words: spoken(words["ends"]) if words.get("ends") else "",
}
_OF_A_WORKSHOP: Mapping[str, Callable[[Words], str]] = {
    "workshop title": _line("workshop"),
    "workshop time": lambda words: (
        spoken_range(words["starts_at"], words["ends_at"]) if words.get("starts_at") else ""
    ),
    "place of the workshop": _line("venue"),
}


@dataclass(frozen=True)
class OwnWords:
    """What takes the place of the shipped words, filled in; empty: the shipped ones."""

    subject: str = ""
    body: str = ""
    added: str = ""
    language: Language = Language.ENGLISH


def slots(template: str) -> tuple[str, ...]:
    """The names that may stand between two braces in this message."""
    return tuple(_known(template))


def faults(template: str, text: str) -> Iterator[str]:
    """One sentence for each slot that this message does not have."""
    known = _known(template)
    for name in dict.fromkeys(" ".join(each.split()) for each in _SLOT.findall(text)):
        if name not in known:
            yield f"“{{{{ {name} }}}}” cannot be filled in. Use one of those listed above the box"
    if "{{" in _SLOT.sub("", text) or "}}" in _SLOT.sub("", text):
        yield "Write a slot with two braces on each side, like {{ challenge title }}"


def fill(template: str, text: str, words: Words) -> str:
    known = _known(template)

    def value(found: re.Match[str]) -> str:
        slot = known.get(" ".join(found[1].split()))
        return slot(words) if slot else ""

    return _SLOT.sub(value, clean_block(text))


def own_words(template: str, wording: Wording | None, words: Words) -> OwnWords:
    if wording is None:
        return OwnWords()
    return OwnWords(
        subject=clean_line(fill(template, wording.subject, words)),
        body=fill(template, wording.body, words),
        added=fill(template, wording.added, words),
        language=wording.language,
    )


def _known(template: str) -> Mapping[str, Callable[[Words], str]]:
    if template.partition("-")[0] in ("workshop", "place", "session"):
        return {**_OF_A_CHALLENGE, **_OF_A_WORKSHOP}
    return _OF_A_CHALLENGE
