"""CSV after RFC 4180, with a byte order mark so that Excel reads it as UTF-8."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from engage.reports.tables.cells import Cell


class CsvWriter:
    """All text is in quotes, so no delimiter inside it can start a cell of its own."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        self._writer.writerow(header)

    def row(self, cells: Sequence[Cell]) -> None:
        self._writer.writerow([_plain(cell) for cell in cells])

    def close(self) -> None:
        self._file.close()

    def abandon(self) -> None:
        self._file.close()


class _Digits(Decimal):
    """A number that is written without an exponent."""

    def __str__(self) -> str:
        return format(self, "f")


def _plain(cell: Cell) -> str | int | Decimal | None:
    if cell is None or isinstance(cell, str | int):
        return cell
    return _Digits(cell) if isinstance(cell, Decimal) else cell.isoformat()
