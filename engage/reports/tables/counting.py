"""Counting what was chosen, while the rows of a table go by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engage.kernel.comma_separated import Cell


@dataclass(frozen=True)
class Closed:
    """A question with given answers: its place in a row, from 0, and what could be chosen."""

    place: int
    text: str
    options: Sequence[str]


@dataclass
class Tally:
    """How often each option of the closed questions was chosen, and how many rows there were."""

    questions: Sequence[Closed]
    rows: int = 0
    counts: dict[int, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counts = {each.place: dict.fromkeys(each.options, 0) for each in self.questions}

    def add(self, row: Sequence[Cell]) -> None:
        """Count a row. Several options of one answer stand one a line."""
        self.rows += 1
        for each in self.questions:
            said = row[each.place]
            for option in str(said or "").split("\n"):
                if option in self.counts[each.place]:
                    self.counts[each.place][option] += 1

    def of(self, question: Closed) -> Mapping[str, int]:
        return self.counts[question.place]


def in_words(counts: Mapping[str, int], of: int) -> str:
    """The counts as one sentence, for whoever does not see the chart."""
    told = ", ".join(f"{option}: {number}" for option, number in counts.items())
    return f"Of {of:,} response{'' if of == 1 else 's'}. {told}."


def share(number: int, of: int) -> str:
    """A whole percentage; nothing of nothing is nothing."""
    return f"{round(100 * number / of) if of else 0}%"
