"""CSV after RFC 4180, with a byte order mark so that Excel reads it as UTF-8."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from engage.kernel.comma_separated import BYTE_ORDER_MARK, Cell, line
from engage.reports.tables.cells import safe_header, safe_row

PIECE = 64 * 1024  # characters


class CsvWriter:
    """Line by line into a file."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self.row(header)

    def row(self, cells: Sequence[Cell]) -> None:
        self._file.write(line(cells))

    def close(self) -> None:
        self._file.close()

    def abandon(self) -> None:
        self._file.close()


def stream(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The same file piece by piece, for sending it while it is read."""
    names = safe_header(header)
    held, size = [BYTE_ORDER_MARK, line(names)], 0
    for row in rows:
        held.append(line(safe_row(row, len(names))))
        size += len(held[-1])
        if size > PIECE:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()
