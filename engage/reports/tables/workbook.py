"""XLSX (ECMA-376) through XlsxWriter, one row in memory at a time."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from engage.kernel.comma_separated import Cell
from engage.reports.tables.cells import safe
from engage.reports.tables.counting import Tally, in_words

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
COLUMN_WIDTH = 24  # characters
A4 = 9
NUMBERS = "Numbers"
CHART_ROWS = 15  # that a chart covers


class XlsxWriter:
    """Each cell is written by its type, so that no text is ever guessed at."""

    def __init__(self, path: Path, header: Sequence[str], tally: Tally | None = None) -> None:
        self._tally = tally
        self._book = xlsxwriter.Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)})
        self._book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        self._sheet = self._book.add_worksheet("Responses")
        bold = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._date = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, max(len(header) - 1, 0), COLUMN_WIDTH)
        for column, name in enumerate(header):
            self._sheet.write_string(0, column, name, bold)
        self._header = list(header)
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
        self._frame(self._sheet, (0, self._next - 1), self._header, "Responses")
        if self._tally and self._tally.questions:
            self._numbers(self._tally)
        self._book.close()

    def _numbers(self, tally: Tally) -> None:
        """A sheet of what was chosen: a table for each question, and a chart beside it."""
        sheet = self._book.add_worksheet(NUMBERS)
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)  # printed, no chart is cut in two
        sheet.set_column(0, 0, 2 * COLUMN_WIDTH)
        bold = self._book.add_format({"bold": True})
        row = 0
        for number_of, question in enumerate(tally.questions, start=1):
            counts = tally.of(question)
            sheet.write_string(row, 0, str(safe(question.text)), bold)
            sheet.write_string(row, 1, "Responses", bold)
            for place, (option, number) in enumerate(counts.items(), start=row + 1):
                sheet.write_string(place, 0, str(safe(option)))
                sheet.write_number(place, 1, number)
            last = row + len(counts)
            names = [str(safe(question.text)), "Responses"]
            self._frame(sheet, (row, last), names, f"Question_{number_of}")
            alt = {"description": in_words(counts, tally.rows)}
            sheet.insert_chart(row, 3, self._chart(row + 1, last), alt)
            row = max(last, row + CHART_ROWS) + 2

    def _frame(self, sheet: Any, rows: tuple[int, int], header: Sequence[str], name: str) -> None:
        """A real table around cells that are there already: it has a name, filters and a header.

        The writer refuses one while it keeps a single row, because it would write the header
        again; what it writes then goes nowhere, because the rows are on the disk already.
        """
        first, last = rows
        if last == first or len({each.lower() for each in header}) < len(header):
            return  # a table needs a row, and names that differ by more than capitals
        sheet.constant_memory = False
        columns = [{"header": each} for each in header]
        about = {"name": name, "columns": columns, "style": "Table Style Light 1"}
        sheet.add_table(first, 0, last, len(header) - 1, about)
        sheet.constant_memory = True

    def _chart(self, first: int, last: int) -> Any:
        chart = self._book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": "Responses",
                "categories": [NUMBERS, first, 0, last, 0],
                "values": [NUMBERS, first, 1, last, 1],
            }
        )
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        return chart

    def abandon(self) -> None:
        """End an unfinished book: the writer removes its own scratch files only on close."""
        if self._open:
            with suppress(OSError, xlsxwriter.exceptions.XlsxWriterException):
                self.close()
