"""CSV after RFC 4180, with a byte order mark so that Excel reads it as UTF-8."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from engage.reports.tables.cells import Cell, safe_header, safe_row

PIECE = 64 * 1024  # characters


class CsvWriter:
    """All text is in quotes, so no delimiter inside it can start a cell of its own."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self.row(header)

    def row(self, cells: Sequence[Cell]) -> None:
        self._file.write(_line(cells))

    def close(self) -> None:
        self._file.close()

    def abandon(self) -> None:
        self._file.close()


def stream(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The same file piece by piece, for sending it while it is read."""
    names = safe_header(header)
    held, size = ["\ufeff", _line(names)], 0
    for row in rows:
        held.append(_line(safe_row(row, len(names))))
        size += len(held[-1])
        if size > PIECE:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


def _line(cells: Sequence[Cell]) -> str:
    """Made by hand: the module of the standard library looks at each character."""
    return ",".join(map(_quoted, cells)) + "\r\n"


def _quoted(cell: Cell) -> str:
    if cell is None:
        return '""'
    if isinstance(cell, str):
        return '"' + cell.replace('"', '""') + '"'
    if isinstance(cell, int):
        return str(cell)
    return format(cell, "f") if isinstance(cell, Decimal) else f'"{cell.isoformat()}"'
