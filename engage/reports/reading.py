"""The compiled responses as a document: what a person reads first, and what they look up."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engage.challenges.models import Challenge
from engage.kernel.clock import spoken
from engage.reports.queries import HEADER
from engage.reports.tables.counting import Tally, in_words, share
from engage.reports.typesetting import blocks
from engage.reports.typesetting.blocks import clean
from engage.responses.kinds import CLOSED
from engage.responses.models import Channel, Prompt

MOST = 1_000  # responses whose answers are printed; of more, only the numbers
CAME = HEADER.index("How it came")
CONFIDENCE = (
    "This document holds what suppliers told the council in confidence. Ask who wrote an answer "
    "before you publish it or pass it on."
)


@dataclass
class Kept:
    """The rows that are printed, held while they go by on their way into the tables."""

    rows: list[Sequence[Any]] = field(default_factory=list)
    number: int = 0

    def passing(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        for row in rows:
            self.number += 1
            if self.number <= MOST:
                self.rows.append(row)
            yield row

    @property
    def printed(self) -> list[Sequence[Any]]:
        return self.rows if self.number <= MOST else []


def as_document(
    challenge: Challenge, prompts: Sequence[Prompt], kept: Kept, tally: Tally, at: datetime
) -> dict[str, Any]:
    """The data of the template ``responses``: rows as ``queries.cells`` made them."""
    columns = [(place, each) for place, each in enumerate(prompts, start=len(HEADER))]
    in_words_asked = [(place, each) for place, each in columns if each.kind not in CLOSED]
    return {
        "title": f"Responses to {clean(challenge.title)}",
        "council": clean(challenge.authority.name),
        "about": f"Challenge {challenge.reference}. Compiled at {spoken(at)}.",
        "confidence": _left_out(kept) + CONFIDENCE,
        "numbers": [
            ["Responses", f"{kept.number:,}"],
            ["Questions", f"{len(prompts):,}"],
            ["Questions with given answers", f"{len(tally.questions):,}"],
        ],
        "closed": [_chosen(tally, question) for question in tally.questions],
        "open": [_answers(each, place, kept.printed) for place, each in in_words_asked],
        "suppliers": [_supplier(row, columns) for row in kept.printed],
    }


def _left_out(kept: Kept) -> str:
    if kept.number <= MOST:
        return ""
    return f"There are more than {MOST:,} responses: their answers are in the tables. "


def _chosen(tally: Tally, question: Any) -> dict[str, Any]:
    counts = tally.of(question)
    return {
        "text": clean(question.text),
        "alt": clean(in_words(counts, tally.rows)),
        "most": max(counts.values(), default=0),
        "rows": [
            {"words": clean(option), "number": number, "share": share(number, tally.rows)}
            for option, number in counts.items()
        ],
    }


def _answers(prompt: Prompt, place: int, rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    said = [row for row in rows if row[place] not in (None, "")]
    return {
        "text": clean(prompt.text),
        "answers": [
            {"who": clean(row[1]), "ref": row[0], "parts": _parts(row[place])} for row in said
        ],
    }


def _supplier(row: Sequence[Any], columns: Sequence[tuple[int, Prompt]]) -> dict[str, Any]:
    said = [(each, row[place]) for place, each in columns if row[place] not in (None, "")]
    return {
        "who": clean(row[1]) + ("" if row[CAME] == Channel.ONLINE.label else f" ({row[CAME]})"),
        "ref": row[0],
        "answers": [
            {"question": clean(prompt.text), "parts": _parts(text)} for prompt, text in said
        ],
    }


def _parts(text: object) -> list[str]:
    """The paragraphs of an answer; one that says nothing is none."""
    return [part.strip() for part in clean(text).split("\n") if part.strip()]


def as_blocks(told: dict[str, Any]) -> dict[str, Any]:
    """The same document for people who go on working with it: ``told`` as ``as_document`` says."""
    made = [
        blocks.paragraph(told["about"]),
        blocks.table(["What", "How many"], told["numbers"]),
        blocks.paragraph(told["confidence"]),
        *_part("What was chosen", told["closed"], "text", _counted),
        *_part("Answers by question", told["open"], "text", _said),
        *_part("Answers by supplier", told["suppliers"], "who", _said_by),
    ]
    return blocks.document(told["title"], told["council"], made)


def _part(
    title: str, each: Sequence[Any], name: str, words: Callable[[Any], Iterable[blocks.Block]]
) -> Iterator[blocks.Block]:
    if each:
        yield blocks.heading(title)
    for one in each:
        yield blocks.heading(one[name], 3)
        yield from words(one)


def _counted(question: Any) -> Iterator[blocks.Block]:
    rows = [[each["words"], each["number"], each["share"]] for each in question["rows"]]
    yield blocks.table(["Answer", "Responses", "Share"], rows)


def _said(question: Any) -> Iterator[blocks.Block]:
    for each in question["answers"]:
        yield blocks.strong(f"{each['who']}, {each['ref']}")
        yield from map(blocks.paragraph, each["parts"])


def _said_by(supplier: Any) -> Iterator[blocks.Block]:
    yield blocks.paragraph(supplier["ref"])
    for each in supplier["answers"]:
        yield blocks.strong(each["question"])
        yield from map(blocks.paragraph, each["parts"])
