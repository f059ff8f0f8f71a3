"""One table of answers as CSV, JSON, XLSX and ODS, with identical cells in all four.

The rows are read once, however many formats are asked for, and are never held together in
memory. Text can never become a formula: see ``cells``. Workers write files with ``writing``.
"""

from engage.kernel.comma_separated import Cell
from engage.reports.tables.cells import TableTooLarge
from engage.reports.tables.comma_separated import stream
from engage.reports.tables.formats import DOCX, ODT, PDF, Format

__all__ = ["DOCX", "ODT", "PDF", "Cell", "Format", "TableTooLarge", "stream"]
