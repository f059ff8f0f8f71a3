"""Lines of CSV after RFC 4180. What people wrote is made ``text.inert`` before it comes here."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

Cell = str | int | Decimal | date | None

BYTE_ORDER_MARK = "\ufeff"
"""At the beginning of a file, so that Excel reads it as UTF-8."""


def line(cells: Sequence[Cell]) -> str:
    """All text is in quotes, so no delimiter inside it can start a cell of its own.

    Made by hand: the module of the standard library looks at each character.
    """
    return ",".join(map(_quoted, cells)) + "\r\n"


def _quoted(cell: Cell) -> str:
    if cell is None:
        return '""'
    if isinstance(cell, str):
        return '"' + cell.replace('"', '""') + '"'
    if isinstance(cell, int):
        return str(cell)
    return format(cell, "f") if isinstance(cell, Decimal) else f'"{cell.isoformat()}"'
