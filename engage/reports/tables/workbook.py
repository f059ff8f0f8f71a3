"""XLSX (ECMA-376) through XlsxWriter, one row in memory at a time."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from engage.kernel.comma_separated import Cell

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
COLUMN_WIDTH = 24  # characters


class XlsxWriter:
    """Each cell is written by its type, so that no text is ever guessed at."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._book = xlsxwriter.Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)})
        self._book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        self._sheet = self._book.add_worksheet("Responses")
        bold = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._date = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, max(len(header) - 1, 0), COLUMN_WIDTH)
        for column, name in enumerate(header):
            self._sheet.write_string(0, column, name, bold)
        self._next = 1
        self._open = True

    def row(self, cells: Sequence[Cell]) -> None:
        for column, cell in enumerate(cells):
            self._cell(column, cell)
        self._next += 1

    def _cell(self, column: int, cell: Cell) -> None:
        if cell is None:
            return
        if isinstance(cell, str):
            self._sheet.write_string(self._next, column, cell)
        elif isinstance(cell, int | Decimal):
            self._sheet.write_number(self._next, column, cell)
        else:
            self._sheet.write_datetime(self._next, column, cell, self._date)

    def close(self) -> None:
        self._open = False
        self._book.close()

    def abandon(self) -> None:
        """End an unfinished book: the writer removes its own scratch files only on close."""
        if self._open:
            with suppress(OSError, xlsxwriter.exceptions.XlsxWriterException):
                self.close()
