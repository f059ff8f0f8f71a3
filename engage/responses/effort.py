"""What taking part asks of a small business, in minutes, and whether that is in proportion.

Assumptions, stated so that they can be argued about: people read 200 words a minute; a
considered answer takes a minute for 10 words, thinking included, if it is as long as it may be, and
other answers what ``kinds.MINUTES`` says; registering, checking and sending take 10 minutes.
"""

from collections.abc import Collection
from dataclasses import dataclass

READING = 200  # words a minute
AROUND = 10  # minutes
IN_PROPORTION = ((207_720, 60), (1_000_000, 120), (5_193_000, 180))
"""Up to so many pounds, VAT included, so many minutes."""
MOST = 240
UNKNOWN = 120  # while nobody has said what it is worth


@dataclass(frozen=True)
class Effort:
    """Minutes of one supplier; ``enough`` is what is in proportion to the contract."""

    reading: int
    writing: int
    around: int
    enough: int

    @property
    def minutes(self) -> int:
        return self.reading + self.writing + self.around

    @property
    def is_too_much(self) -> bool:
        return self.minutes > self.enough


def effort(words_to_read: int, answering: Collection[int], value: int | None) -> Effort:
    """The effort of reading this many words and of answers that take so many minutes each.

    ``value`` is the likely value in pounds, VAT included. No questions: nothing to do yet.
    """
    if not answering:
        return Effort(0, 0, 0, _enough(value))
    reading = _up(words_to_read, READING)
    return Effort(reading, sum(answering), AROUND, _enough(value))


def _up(words: int, each_minute: int) -> int:
    return -(-words // each_minute)


def _enough(value: int | None) -> int:
    if value is None:
        return UNKNOWN
    return next((minutes for pounds, minutes in IN_PROPORTION if value <= pounds), MOST)
