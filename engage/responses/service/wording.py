"""What a question of a questionnaire may say."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from engage.challenges.reference import PURPOSES
from engage.challenges.templates import Ask
from engage.kernel.errors import Refusal
from engage.responses.kinds import CLOSED, Kind
from engage.responses.models import Prompt

MOST_WORDS = 1_500
MOST_OPTIONS = 20
MOST_COLUMNS = 6
LONGEST_OPTION = 200  # characters
LISTED = (Kind.CHOICE, Kind.CHOICES)
YES = "yes"


class Words(TypedDict, total=False):
    """A question as an officer words it: see ``Prompt``."""

    text: str
    help: str
    kind: Kind
    options: list[str]
    section: str
    shown_if: dict[str, Any]
    word_limit: int
    required: bool
    purpose: str


BLANK: Words = {
    "text": "",
    "help": "",
    "kind": Kind.LONG,
    "options": [],
    "section": "",
    "shown_if": {},
    "word_limit": 300,
    "required": True,
    "purpose": "",
}


class BadPrompt(Refusal):
    """The question will not do as it is."""


def worded(prompt: Prompt) -> dict[str, Any]:
    """What a question says, and how it is to be answered."""
    return {name: getattr(prompt, name) for name in BLANK}


def checked(words: Words, earlier: Sequence[Prompt]) -> Words:
    """The words with everything that was not said. Raises BadPrompt.

    ``earlier`` are the questions before this one: it may hang on the answer to one of them.
    """
    told: Words = {**BLANK, **words}
    told["kind"] = Kind(told["kind"])
    told["options"] = _options(told["kind"], told["options"])
    if not told["text"].strip():
        raise BadPrompt("Enter the question.")
    if not 1 <= told["word_limit"] <= MOST_WORDS:
        raise BadPrompt(f"The word limit must be between 1 and {MOST_WORDS:,}.")
    if told["purpose"] and told["purpose"] not in PURPOSES:
        raise BadPrompt("Select one of the purposes in the list.")
    if told["shown_if"] not in conditions(earlier):
        raise BadPrompt("Choose an answer to a question that comes before this one.")
    return told


def conditions(earlier: Sequence[Prompt]) -> list[dict[str, Any]]:
    """The answers a question may hang on; the first is none: it is always asked."""
    return [
        {},
        *(
            {"prompt": str(prompt.id), "is": option}
            for prompt in earlier
            if prompt.kind in CLOSED
            for option in (prompt.options or [YES])
        ),
    ]


def require_still_holding(prompts: Sequence[Prompt]) -> None:
    """Every question that hangs on another one comes after it. Raises BadPrompt."""
    for place, prompt in enumerate(prompts):
        if prompt.shown_if not in conditions(prompts[:place]):
            raise BadPrompt(
                f"Question {place + 1} is asked only after a certain answer to another question. "
                "That question must stay before it, with that answer. Change question "
                f"{place + 1} first."
            )


def as_asks(prompts: Sequence[Prompt]) -> list[Ask]:
    """Questions in the form in which templates keep them."""
    numbers = {str(prompt.id): number for number, prompt in enumerate(prompts, start=1)}
    return [
        Ask(**worded(prompt) | {"kind": prompt.kind.value, "shown_if": _numbered(prompt, numbers)})
        for prompt in prompts
    ]


def from_ask(ask: Ask, before: Sequence[Prompt]) -> Words:
    """A question of a template for a questionnaire that has these questions ``before`` it."""
    hangs = dict(ask.shown_if)
    if hangs:
        hangs = {"prompt": str(before[hangs["question"] - 1].id), "is": hangs["is"]}
    return {
        "text": ask.text,
        "help": ask.help,
        "kind": Kind(ask.kind),
        "options": list(ask.options),
        "section": ask.section,
        "shown_if": hangs,
        "word_limit": ask.word_limit,
        "required": ask.required,
        "purpose": ask.purpose,
    }


def _numbered(prompt: Prompt, numbers: Mapping[str, int]) -> dict[str, Any]:
    hangs = prompt.shown_if
    return {"question": numbers[hangs["prompt"]], "is": hangs["is"]} if hangs else {}


def _options(kind: Kind, options: Sequence[str]) -> list[str]:
    if kind not in (*LISTED, Kind.TABLE):
        return []
    given = list(dict.fromkeys(each.strip() for each in options if each.strip()))
    least, most = (1, MOST_COLUMNS) if kind is Kind.TABLE else (2, MOST_OPTIONS)
    if not least <= len(given) <= most:
        noun = "columns" if kind is Kind.TABLE else "choices"
        raise BadPrompt(f"Enter from {least} to {most} {noun}, one on each line.")
    if any(len(each) > LONGEST_OPTION for each in given):
        raise BadPrompt(f"Each choice must be {LONGEST_OPTION} characters or fewer.")
    return given
