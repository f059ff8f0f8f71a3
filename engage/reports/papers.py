"""Papers to print or to fill in by hand: the blank questionnaire, and a receipt."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from engage.challenges.models import Challenge
from engage.kernel.clock import spoken
from engage.reports.typesetting import blocks
from engage.responses.kinds import IN_WORDS, Kind
from engage.responses.models import Prompt, Submission

WORDS_A_LINE = 12
LINES = range(3, 25)  # of the space for an answer
ROWS = 5  # of an empty table
BOX = "[   ]"
READERS = (
    f"Who may read this answer? {BOX} the council and its board   {BOX} everybody   "
    f"{BOX} the council and its board, and then it is deleted"
)
HOW = {
    Kind.SHORT: "On one line.",
    Kind.CHOICE: "Tick one.",
    Kind.CHOICES: "Tick all that apply.",
    Kind.NUMBER: "A number.",
    Kind.MONEY: "An amount in pounds.",
    Kind.DATE: "A date: day, month, year.",
    Kind.FILE: "Add the file, or the paper, to your response. Write its name here.",
    Kind.DECLARATION: "Tick it if it is true.",
}


def questionnaire(challenge: Challenge, prompts: Sequence[Prompt]) -> dict[str, Any]:
    """The questions with space for the answers, for people who work on paper."""
    until = f" before {spoken(challenge.engagement_ends)}" if challenge.engagement_ends else ""
    told = [
        blocks.paragraph(
            f"{challenge.authority.name}, challenge {challenge.reference}. You can answer online"
            f"{until}. If you cannot, send this to the council in time: it enters your response."
        ),
        blocks.strong("Your organisation"),
        blocks.room(2),
        blocks.strong("Your name, e-mail address or telephone number"),
        blocks.room(2),
    ]
    level = 2
    for number, prompt in enumerate(prompts, start=1):
        if prompt.section:
            told.append(blocks.heading(prompt.section))
            level = 3
        told.append(blocks.heading(f"{number}. {prompt.text}", level))
        told += _question(prompt, prompts)
    return blocks.document(f"Questions: {challenge.title}", challenge.authority.name, told)


def _question(prompt: Prompt, prompts: Sequence[Prompt]) -> Iterator[blocks.Block]:
    if about := " ".join(_about(prompt, prompts)):
        yield blocks.paragraph(about)
    yield from _space(prompt)
    yield blocks.paragraph(READERS)


def _about(prompt: Prompt, prompts: Sequence[Prompt]) -> Iterator[str]:
    """What there is to know before one answers."""
    if prompt.help:
        yield prompt.help
    if prompt.kind is Kind.LONG:
        yield f"In {prompt.word_limit:,} words or fewer."
    elif prompt.kind in HOW:
        yield HOW[prompt.kind]
    if not prompt.required:
        yield "You do not have to answer this."
    if prompt.shown_if:
        other = [str(each.id) for each in prompts].index(prompt.shown_if["prompt"]) + 1
        yield f"Only if your answer to question {other} is: {prompt.shown_if['is']}."


def _space(prompt: Prompt) -> Iterator[blocks.Block]:
    if prompt.kind in (Kind.CHOICE, Kind.CHOICES):
        for option in prompt.options:
            yield blocks.paragraph(f"{BOX} {option}")
    elif prompt.kind is Kind.DECLARATION:
        yield blocks.paragraph(f"{BOX} Yes")
    elif prompt.kind is Kind.TABLE:
        yield blocks.table(prompt.options, [[""] * len(prompt.options)] * ROWS)
    elif prompt.kind in IN_WORDS and prompt.kind is not Kind.SHORT:
        lines = prompt.word_limit // WORDS_A_LINE
        yield blocks.room(min(max(lines, LINES.start), LINES.stop - 1))
    else:
        yield blocks.room(2)


def receipt(challenge: Challenge, organisation: str, sent: Submission) -> dict[str, Any]:
    """What the page of the receipt says."""
    exact = sent.submitted_at.astimezone(UTC).isoformat(timespec="microseconds")
    rows: list[list[object]] = [
        ["Receipt", sent.receipt],
        ["Challenge", f"{challenge.title} ({challenge.reference})"],
        ["Council", challenge.authority.name],
        ["For", organisation],
        ["Received", spoken(sent.submitted_at)],
        ["Exact time", exact],
        ["Version", sent.number],
        ["SHA-256", sent.sha256],
    ]
    told = [
        blocks.table(["What", "Said"], rows),
        blocks.paragraph(
            "The SHA-256 is a fingerprint of exactly what was sent. With it and the number of the "
            "receipt anybody can find on the page “Check a receipt” whether the response was "
            "received, when, and whether the record was changed since."
        ),
    ]
    return blocks.document(f"Receipt {sent.receipt}", challenge.authority.name, told)


def frozen(data: dict[str, Any]) -> str:
    """The same paper is the same text."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True)
