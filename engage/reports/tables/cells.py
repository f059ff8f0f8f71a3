"""What a cell may hold. Every rule is applied here, once, so that all formats hold the same.

Text is made safe before any format sees it, because the same file may be opened in any
program: a text that a spreadsheet could take for a formula starts with an apostrophe
(OWASP, CSV injection), and characters XML 1.0 cannot carry become U+FFFD.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from engage.kernel.comma_separated import Cell
from engage.kernel.errors import Refusal
from engage.kernel.text import inert

LONGEST_TEXT = 32_767  # UTF-16 units in one cell: the limit of Excel
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
DIGITS = 15  # a spreadsheet keeps no more digits of a number
FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets disagree about what day it was
CUT = " [The text is cut here: it is longer than one cell can hold.]"

ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n?")
MARKUP = "<r>"  # the writer of XLSX would take it for markup of its own


class TableTooLarge(Refusal):
    """More rows or columns than a spreadsheet can hold."""


def safe_header(header: Sequence[str]) -> list[str]:
    """Column names that are safe, not empty, and each there only once.

    Raises TableTooLarge.
    """
    if len(header) > LAST_COLUMN:
        raise TableTooLarge(
            f"The table has {len(header):,} columns. A spreadsheet holds {LAST_COLUMN:,}: "
            "ask for fewer questions at a time."
        )
    names: list[str] = []
    taken: set[str] = set()
    for place, wanted in enumerate(header, start=1):
        plain = safe(wanted)
        name = plain if isinstance(plain, str) else f"Column {place}"
        names.append(_free_name(name, taken))
        taken.add(names[-1])
    return names


def safe_row(row: Sequence[Cell], width: int) -> list[Cell]:
    """A row's cells, each safe, filled up with empty cells to the width of the table."""
    if len(row) > width:
        raise ValueError(f"a row of {len(row)} cells in a table of {width} columns")
    return [safe(cell) for cell in row] + [None] * (width - len(row))


def safe(cell: Cell) -> Cell:
    """The cell as every format can hold it; an empty text is an empty cell."""
    if isinstance(cell, str):
        return _safe_text(cell) or None
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | Decimal):
        return _safe_number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return cell if cell >= FIRST_DAY else cell.isoformat()


def _safe_text(text: str) -> str:
    plain = inert(text)
    if not plain.isprintable():
        plain = ILLEGAL_IN_XML.sub("\ufffd", LINE_ENDS.sub("\n", plain))
    if plain.startswith(MARKUP):
        plain = f"'{plain}"
    if len(plain) * 2 > LONGEST_TEXT:
        return _cut(plain)
    return plain


def _cut(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= LONGEST_TEXT * 2:
        return text
    kept = units[: (LONGEST_TEXT - len(CUT)) * 2]
    return kept.decode("utf-16-le", errors="ignore") + CUT


def _safe_number(number: int | Decimal) -> Cell:
    """The number, or its digits as text where a spreadsheet would round it."""
    exact = Decimal(number)
    if not exact:
        return 0
    if not exact.is_finite() or abs(exact.adjusted()) >= DIGITS or not _fits(exact):
        return _safe_text(str(exact))
    whole = exact == exact.to_integral_value()
    return int(exact) if whole else exact.normalize()


def _fits(number: Decimal) -> bool:
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    return len(digits) <= DIGITS


def _free_name(name: str, taken: set[str]) -> str:
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name} ({count})"
    return free
