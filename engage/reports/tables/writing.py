"""Reads the rows once and hands each to every writer; a file appears only when it is whole."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Protocol

from engage.kernel.comma_separated import Cell
from engage.reports.tables.cells import LAST_ROW, TableTooLarge, safe_header, safe_row
from engage.reports.tables.comma_separated import CsvWriter
from engage.reports.tables.counting import Tally
from engage.reports.tables.formats import Format
from engage.reports.tables.objects import JsonWriter
from engage.reports.tables.opendocument import OdsWriter
from engage.reports.tables.workbook import XlsxWriter

REPORT_EVERY = 100  # rows

Progress = Callable[[int], None]


class Writer(Protocol):
    """A file being written; ``abandon`` after ``close`` does nothing."""

    def row(self, cells: Sequence[Cell]) -> None: ...
    def close(self) -> None: ...
    def abandon(self) -> None: ...


WRITERS: dict[Format, Callable[[Path, Sequence[str]], Writer]] = {
    Format.CSV: CsvWriter,
    Format.JSON: JsonWriter,
    Format.XLSX: XlsxWriter,
    Format.ODS: OdsWriter,
}


def write(
    format: Format | str,
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    progress: Progress | None = None,
) -> int:
    """Write one file and return the number of rows. Raises TableTooLarge."""
    return _write({Format(format): path}, header, rows, progress)


def write_all(
    folder: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    progress: Progress | None = None,
    name: str = "responses",
    tally: Tally | None = None,
) -> dict[Format, Path]:
    """Write ``name`` in all four formats in one pass over the rows. Raises TableTooLarge.

    ``progress`` is told the number of rows written, every hundred rows and at the end. ``tally``
    counts the rows as they go by; the spreadsheet that can draw charts shows what it found.
    """
    paths = {format: folder / f"{name}.{format}" for format in Format}
    _write(paths, header, rows, progress, tally)
    return paths


def _write(
    paths: dict[Format, Path],
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    progress: Progress | None,
    tally: Tally | None = None,
) -> int:
    makers = WRITERS | {Format.XLSX: partial(XlsxWriter, tally=tally)}
    names = safe_header(header)
    parts = {path: path.with_name(f"{path.name}.part") for path in paths.values()}
    with ExitStack() as cleaning:
        writers = []
        for format, path in paths.items():
            cleaning.callback(parts[path].unlink, missing_ok=True)
            writers.append(makers[format](parts[path], names))
            cleaning.callback(writers[-1].abandon)
        count = _copy(writers, counted(rows, tally), len(names), progress)
        for writer in writers:
            writer.close()
        for path, part in parts.items():
            part.replace(path)
    return count


def counted(rows: Iterable[Sequence[Cell]], tally: Tally | None) -> Iterable[Sequence[Cell]]:
    """The same rows; the tally sees each before it is made safe."""
    for row in rows:
        if tally:
            tally.add(row)
        yield row


def _copy(
    writers: Sequence[Writer],
    rows: Iterable[Sequence[Cell]],
    width: int,
    progress: Progress | None,
) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        if count >= LAST_ROW:
            raise TableTooLarge(
                f"The table has more than {LAST_ROW - 1:,} rows, and a spreadsheet holds no more: "
                "ask for a part of it at a time."
            )
        cells = safe_row(row, width)
        for writer in writers:
            writer.row(cells)
        if progress and count % REPORT_EVERY == 0:
            progress(count)
    if progress:
        progress(count)
    return count
