"""CSV after RFC 4180, with a byte order mark so that Excel reads it as UTF-8."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path

from engage.reports.tables.cells import Cell, safe_header, safe_row

PIECE = 64 * 1024  # characters


class Rfc4180(csv.Dialect):
    delimiter, quotechar, doublequote = ",", '"', True
    quoting = csv.QUOTE_NONNUMERIC
    lineterminator = "\r\n"


class CsvWriter:
    """All text is in quotes, so no delimiter inside it can start a cell of its own."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, Rfc4180)
        self._writer.writerow(header)

    def row(self, cells: Sequence[Cell]) -> None:
        self._writer.writerow([_plain(cell) for cell in cells])

    def close(self) -> None:
        self._file.close()

    def abandon(self) -> None:
        self._file.close()


def stream(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The same file piece by piece, for sending it while it is read."""
    names = safe_header(header)
    held = StringIO(newline="")
    writer = csv.writer(held, Rfc4180)
    held.write("\ufeff")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_plain(cell) for cell in safe_row(row, len(names))])
        if held.tell() > PIECE:
            yield held.getvalue().encode()
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode()


class _Digits(Decimal):
    """A number that is written without an exponent."""

    def __str__(self) -> str:
        return format(self, "f")


def _plain(cell: Cell) -> str | int | Decimal | None:
    if cell is None or isinstance(cell, str | int):
        return cell
    return _Digits(cell) if isinstance(cell, Decimal) else cell.isoformat()
