"""The rows of a file of people: CSV as Excel and others write it, or the first sheet of XLSX.

A spreadsheet is only read: no formula is worked out, and what one came to is not believed.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import IO, BinaryIO
from xml.etree.ElementTree import Element, ParseError, iterparse  # no entities: see _parts

from engage.files.checking import WrongFile, check
from engage.files.checking.packages import BROKEN
from engage.files.checking.texts import decoded

MEGABYTE = 1024 * 1024
LARGEST = 1 * MEGABYTE
MOST_ROWS = 2_001  # one for the headings
MOST_OF_A_PART = 20 * MEGABYTE
MOST_STRINGS = 200_000
MOST_COLUMNS = 30
MOST_AT_ONCE = 100_000  # elements in memory: a row of all 16,384 columns has fewer
TOO_LARGE = "The spreadsheet is too large. Keep one sheet with the addresses only"
PLACE = re.compile(r"([A-Z]{1,3})\d*")
SHEETS = re.compile(r"xl/worksheets/sheet(\d+)\.xml")


def rows_of(name: str, content: BinaryIO) -> list[list[str]]:
    """At most ``MOST_ROWS`` rows. Raises WrongFile for what is not what its name says."""
    if check(name, content).ending != "xlsx":
        return list(islice(_lines(decoded(content.read())), MOST_ROWS))
    try:
        return list(islice(_sheet(content), MOST_ROWS))
    except (*BROKEN, ParseError, KeyError) as problem:
        raise WrongFile("The spreadsheet is damaged. Save it again and choose it anew") from problem


def _lines(text: str) -> Iterator[list[str]]:
    """Delimiters as the first line has them; a field too long ends the file with a sentence."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as problem:
        raise WrongFile("The file cannot be read as CSV. Save it as CSV again") from problem


def _sheet(content: BinaryIO) -> Iterator[list[str]]:
    with zipfile.ZipFile(content) as archive:
        names = sorted(filter(SHEETS.fullmatch, archive.namelist()), key=_number)
        if not names:
            raise WrongFile("The spreadsheet has no sheet")
        shared = _shared(archive)
        with _part(archive, names[0]) as part:
            for row in _each(part, "row"):
                yield _row(row, shared)


def _number(name: str) -> int:
    return int("".join(filter(str.isdigit, name)))


def _part(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    if archive.getinfo(name).file_size > MOST_OF_A_PART:
        raise WrongFile(TOO_LARGE)
    return archive.open(name)


def _each(part: IO[bytes], tag: str) -> Iterator[Element]:
    """Elements of one name, forgotten once they were read."""
    held = 0
    # check_office refuses what declares entities, and no more elements than these are kept
    for event, element in iterparse(part, ("start", "end")):  # noqa: S314
        held += event == "start"
        if held > MOST_AT_ONCE:
            raise WrongFile(TOO_LARGE)
        if event == "end" and _local(element) == tag:
            yield element
            element.clear()
            held = 0


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    with _part(archive, "xl/sharedStrings.xml") as part:
        return [_text(each) for each in islice(_each(part, "si"), MOST_STRINGS)]


def _row(row: Element, shared: list[str]) -> list[str]:
    cells = [""] * MOST_COLUMNS
    for index, cell in enumerate(each for each in row if _local(each) == "c"):
        place = _column(cell.get("r", ""), index)
        if place < MOST_COLUMNS:
            cells[place] = _value(cell, shared)
    return cells


def _column(reference: str, otherwise: int) -> int:
    """0 for A1; where a cell does not say where it is, it follows the one before."""
    found = PLACE.fullmatch(reference)
    if found is None:
        return otherwise
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: Element, shared: list[str]) -> str:
    parts = {_local(each): each for each in cell}
    if "f" in parts:
        return ""
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = parts["v"].text or "" if "v" in parts else ""
    if cell.get("t") != "s":
        return value
    place = int(value or 0)
    return shared[place] if 0 <= place < len(shared) else ""


def _text(element: Element) -> str:
    """Its text without what is only said of it, such as how a word sounds."""
    return "".join(each.text or "" for each in element.iter() if _local(each) == "t")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
