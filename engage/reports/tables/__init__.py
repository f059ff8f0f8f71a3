"""One table of answers as CSV, JSON, XLSX and ODS, with identical cells in all four.

The rows are read once, however many formats are asked for, and are never held together in
memory. Text can never become a formula: see ``cells``.
"""

from engage.reports.tables.cells import Cell, TableTooLarge
from engage.reports.tables.comma_separated import stream
from engage.reports.tables.writing import Format, write, write_all

__all__ = ["Cell", "Format", "TableTooLarge", "stream", "write", "write_all"]
