"""How a question is answered, and what an answer says.

An answer is one text, whatever its kind, in the canonical form named beside each kind below: so it
is kept, sealed, hashed and compared in one way.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from uuid import UUID

from engage.kernel.clock import spoken_date
from engage.kernel.comma_separated import Cell
from engage.kernel.errors import Refusal
from engage.kernel.text import UNPRINTABLE, clean_block, clean_line, word_count

MOST_CHARACTERS = 20_000  # of one answer
MOST_IN_LINE = 300  # characters of a short answer, and of one cell of a table
MOST_ROWS = 30  # of a table
MOST_DIGITS = 12  # before the point
YEARS = range(1900, 2201)


class Kind(StrEnum):
    """What the answer is, and the text it is kept as."""

    LONG = "long"  # the words, in paragraphs
    SHORT = "short"  # the words, on one line
    CHOICE = "choice"  # the words of the option
    CHOICES = "choices"  # the words of the options, one a line, in the order of the question
    NUMBER = "number"  # a plain decimal: 12.5
    MONEY = "money"  # pounds: 12500.00
    DATE = "date"  # 2026-12-18 (ISO 8601)
    TABLE = "table"  # JSON: rows of texts
    FILE = "file"  # JSON: id, name, size in bytes, sha256
    DECLARATION = "declaration"  # yes


IN_WORDS = (Kind.LONG, Kind.SHORT)
CLOSED = (Kind.CHOICE, Kind.CHOICES, Kind.DECLARATION)
MINUTES = {
    Kind.CHOICE: 1,
    Kind.CHOICES: 1,
    Kind.NUMBER: 2,
    Kind.MONEY: 3,
    Kind.DATE: 1,
    Kind.TABLE: 10,
    Kind.FILE: 20,
    Kind.DECLARATION: 1,
}
NO_FILES = (
    "Responses that are sealed with keys cannot hold files. Ask for words, or for an address "
    "where the council finds more."
)
WRITING = 10  # words a minute, thinking included
_NUMBER = re.compile(rf"-?[0-9]{{1,{MOST_DIGITS}}}(\.[0-9]{{1,4}})?")
_MONEY = re.compile(rf"[0-9]{{1,{MOST_DIGITS}}}(\.[0-9]{{1,2}})?")
_DECORATION = re.compile(r"[\s,_£]")


class Asked(Protocol):
    """What a question says about its answer."""

    @property
    def kind(self) -> Kind: ...
    @property
    def options(self) -> list[str]: ...
    @property
    def word_limit(self) -> int: ...


class BadAnswer(Refusal):
    """The answer cannot be kept as it is."""


def read(asked: Asked, typed: str) -> str:
    """The canonical text of what was typed; nothing is nothing. Raises BadAnswer."""
    if len(typed) > MOST_CHARACTERS:
        raise BadAnswer(f"The answer must be {MOST_CHARACTERS:,} characters or fewer.")
    text = clean_block(typed)
    if UNPRINTABLE.search(text):
        raise BadAnswer("The answer has characters that cannot be printed. Take them out.")
    return _READ[asked.kind](asked, text) if text else ""


def shown(asked: Asked, text: str) -> str:
    """An answer as people read it: lines of text."""
    if not text:
        return ""
    if asked.kind is Kind.NUMBER:
        return f"{Decimal(text):,}"
    if asked.kind is Kind.MONEY:
        return f"£{Decimal(text):,}".removesuffix(".00")
    if asked.kind is Kind.DATE:
        return spoken_date(date.fromisoformat(text))
    if asked.kind is Kind.TABLE:
        return "\n".join(_row_in_words(asked, row) for row in rows_of(text))
    if asked.kind is Kind.FILE:
        return str(json.loads(text)["name"])
    return "Yes" if asked.kind is Kind.DECLARATION else text


def cell(asked: Asked, text: str) -> Cell:
    """An answer as a cell of a table: a number as a number, a date as a date."""
    if not text:
        return None
    if asked.kind in IN_WORDS:
        return text
    if asked.kind in (Kind.NUMBER, Kind.MONEY):
        return Decimal(text)
    return date.fromisoformat(text) if asked.kind is Kind.DATE else shown(asked, text)


def rows_of(text: str) -> list[list[str]]:
    """The rows of an answer that is a table."""
    found: list[list[str]] = json.loads(text) if text else []
    return found


def chosen(text: str) -> list[str]:
    """The options of an answer."""
    return text.split("\n") if text else []


def minutes(asked: Asked) -> int:
    """About how long an answer takes, as long as it may be."""
    if asked.kind in IN_WORDS:
        return -(-asked.word_limit // WRITING)
    return MINUTES[asked.kind]


def is_too_long(asked: Asked, text: str) -> bool:
    return asked.kind in IN_WORDS and word_count(text) > asked.word_limit


class Conditional(Asked, Protocol):
    """A question that may hang on the answer to an earlier one."""

    @property
    def id(self) -> UUID: ...
    @property
    def shown_if(self) -> dict[str, Any]: ...


P = TypeVar("P", bound=Conditional)


def asked_of(prompts: Sequence[P], answers: Mapping[UUID, str]) -> list[P]:
    """The questions that somebody with these answers is asked, in their order.

    One whose condition does not hold is neither required nor sent, and what hangs on it neither.
    """
    found: dict[UUID, P] = {}
    for prompt in prompts:
        if _holds(prompt.shown_if, found, answers):
            found[prompt.id] = prompt
    return list(found.values())


def _holds(
    condition: Mapping[str, Any], asked: Mapping[UUID, Any], answers: Mapping[UUID, str]
) -> bool:
    if not condition:
        return True
    on = UUID(condition["prompt"])
    return on in asked and condition["is"] in chosen(answers.get(on, ""))


def _row_in_words(asked: Asked, row: Sequence[str]) -> str:
    return "; ".join(
        f"{name}: {words}" for name, words in zip(asked.options, row, strict=False) if words
    )


def _words(_asked: Asked, text: str) -> str:
    return text


def _line(_asked: Asked, text: str) -> str:
    line = clean_line(text)
    if len(line) > MOST_IN_LINE:
        raise BadAnswer(f"The answer must be {MOST_IN_LINE} characters or fewer.")
    return line


def _option(asked: Asked, text: str) -> str:
    if text not in asked.options:
        raise BadAnswer("Select one of the choices shown.")
    return text


def _options(asked: Asked, text: str) -> str:
    wanted = set(text.split("\n"))
    if not wanted.issubset(asked.options):
        raise BadAnswer("Select only from the choices shown.")
    return "\n".join(option for option in asked.options if option in wanted)


def _number(_asked: Asked, text: str) -> str:
    plain = _DECORATION.sub("", text)
    if not _NUMBER.fullmatch(plain):
        raise BadAnswer("Enter a number, like 1,200 or 12.5, without words.")
    return f"{Decimal(plain).normalize() + 0:f}"


def _money(_asked: Asked, text: str) -> str:
    plain = _DECORATION.sub("", text)
    if not _MONEY.fullmatch(plain):
        raise BadAnswer("Enter an amount in pounds, like 12,500 or 99.50, without words.")
    return f"{Decimal(plain):.2f}"


def _date(_asked: Asked, text: str) -> str:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise BadAnswer("Enter a real date, like 18 12 2026.") from None
    if found.year not in YEARS:
        raise BadAnswer(f"The year must be between {YEARS[0]} and {YEARS[-1]}.")
    return found.isoformat()


def _table(asked: Asked, text: str) -> str:
    try:
        typed = json.loads(text)
        rows = [[clean_line(each) for each in row] for row in typed if any(row)]
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise BadAnswer("The table was damaged on its way. Open the page again.") from None
    if len(rows) > MOST_ROWS or any(len(row) != len(asked.options) for row in rows):
        raise BadAnswer(f"The table may have {MOST_ROWS} rows, each with the columns shown.")
    if any(len(each) > MOST_IN_LINE or UNPRINTABLE.search(each) for row in rows for each in row):
        raise BadAnswer(
            f"Each part of the table must be {MOST_IN_LINE} characters or fewer, all printable."
        )
    kept = [row for row in rows if any(row)]
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def _file(_asked: Asked, text: str) -> str:
    try:
        told = json.loads(text)
        return json.dumps({name: told[name] for name in ("id", "name", "size", "sha256")})
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BadAnswer("Choose a file.") from None


def _yes(_asked: Asked, text: str) -> str:
    if text != "yes":
        raise BadAnswer("Tick the box, or leave it empty.")
    return text


_READ: Mapping[Kind, Callable[[Asked, str], str]] = {
    Kind.LONG: _words,
    Kind.SHORT: _line,
    Kind.CHOICE: _option,
    Kind.CHOICES: _options,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.TABLE: _table,
    Kind.FILE: _file,
    Kind.DECLARATION: _yes,
}
