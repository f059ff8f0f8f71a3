"""What facts are about, and how the sentence of one is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a fact is about: the values are words of addresses."""

    CHALLENGE = "challenge"
    SUPPLIERS = "suppliers"
    WORKSHOPS = "workshops"
    QUESTIONS = "questions"
    RESPONSES = "responses"
    BOARD = "board"
    OUTCOME = "outcome"
    EXPORTS = "exports"
    PEOPLE = "people"
    COUNCIL = "council"


LABELS: Mapping[Kind, str] = {
    **{kind: kind.value.capitalize() for kind in Kind},
    Kind.EXPORTS: "Compiled and taken away",
    Kind.PEOPLE: "People and roles",
    Kind.COUNCIL: "The council's details",
}
OF_A_COUNCIL = (Kind.PEOPLE, Kind.COUNCIL, Kind.EXPORTS)
OF_A_CHALLENGE = tuple(kind for kind in Kind if kind not in {Kind.PEOPLE, Kind.COUNCIL})


@dataclass(frozen=True)
class Sentence:
    """``text`` with the values of the fact; ``otherwise`` where the fact's ``when`` is not so."""

    kind: Kind
    text: str
    when: str = ""
    otherwise: str = ""


def of_kind(kind: Kind, texts: Mapping[str, str | tuple[str, str, str]]) -> dict[str, Sentence]:
    """Each text as a sentence of this kind."""
    return {
        name: Sentence(kind, *([text] if isinstance(text, str) else text))
        for name, text in texts.items()
    }
