"""People out of what officers paste and upload."""

import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from engage.files.checking import WrongFile
from engage.interest.forms.people import Line, people_in, people_of
from engage.interest.forms.sheets import rows_of

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
IDA = "Ida Novak <Ida@Example.org>"


@pytest.mark.parametrize(
    ("typed", "name", "organisation"),
    [
        ("ida@example.org", "", ""),
        (IDA, "Ida Novak", ""),
        ('"Ida Novak" <ida@example.org>', "Ida Novak", ""),
        ("Idea House, ida@example.org", "", "Idea House"),
        ("Idea House, Ida Novak, ida@example.org", "Ida Novak", "Idea House"),
        ("ida@example.org; Idea House; Ida Novak", "Ida Novak", "Idea House"),
        ("Idea House\tIda Novak\tida@example.org", "Ida Novak", "Idea House"),
        ("Idea House, Ida Novak <ida@example.org>", "Ida Novak", "Idea House"),
        ('"Idea House, Ltd", Ida Novak, ida@example.org', "Ida Novak", "Idea House, Ltd"),
    ],
)
def test_one_person(typed: str, name: str, organisation: str) -> None:
    (line,) = people_in(typed)
    assert (line.email, line.name, line.organisation) == ("ida@example.org", name, organisation)


@pytest.mark.parametrize(
    "typed",
    [
        "no address here",
        "ida@",
        "ida@example.org Bcc: all@example.org",
        "Ida <ida@example.org",
        "<script>@example.org",
        "Ida <>",
        "x" * 400 + "@example.org",
    ],
)
def test_what_cannot_be_used_is_kept_as_typed(typed: str) -> None:
    (line,) = people_in(typed)
    assert line.email == ""
    assert line.typed == typed[:500]


def test_addresses_on_one_line_are_several_people() -> None:
    found = [line.email for line in people_in("a@example.org; b@example.org, \n\n c@example.org")]
    assert found[0] == "a@example.org"
    assert found[-1] == "c@example.org"
    both = [line.email for line in people_in("Ida <a@example.org>; Bo <b@example.org>")]
    assert both == ["a@example.org", "b@example.org"]


def test_headings_say_what_is_what() -> None:
    rows = [
        ["Contact", "E-mail", "Company"],
        ["Ida", "ida@example.org", "Idea House"],
        ["", "", ""],
    ]
    assert list(people_of(rows)) == [
        Line("Ida, ida@example.org, Idea House", "ida@example.org", "Ida", "Idea House")
    ]


def test_control_characters_never_reach_a_header() -> None:
    (line,) = people_in("Ida\x00\x0b Novak\u202e <ida@example.org>".replace("\x0b", ""))
    assert line.name == "Ida Novak"


def a_sheet(rows: list[list[str]]) -> BytesIO:
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    content.seek(0)
    return content


def test_the_first_sheet_without_its_formulas() -> None:
    content = a_sheet([["Name", "E-mail"], ["Ida", "ida@example.org"], ["Bo", "=A1"]])
    found = list(people_of(rows_of("people.xlsx", content)))
    assert [(line.name, line.email) for line in found] == [("Ida", "ida@example.org"), ("Bo", "")]


def test_csv_as_excel_writes_it() -> None:
    content = BytesIO("\ufeffName;E-mail\r\nZo\u00eb;zoe@example.org\r\n".encode())
    assert next(people_of(rows_of("people.csv", content))).name == "Zo\u00eb"
    content = BytesIO("Name;E-mail\r\nZo\u00eb;zoe@example.org\r\n".encode("cp1252"))
    assert next(people_of(rows_of("people.csv", content))).name == "Zo\u00eb"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("people.xlsx", b"ida@example.org"),
        ("people.xlsx", b"PK\x03\x04" + b"x" * 100),
        ("people.csv", b"%PDF-1.7 ..."),
        ("people.csv", b"a\x00b" * 50),
    ],
)
def test_files_that_are_not_what_they_say(name: str, content: bytes) -> None:
    with pytest.raises(WrongFile) as refused:
        rows_of(name, BytesIO(content))
    assert "." in str(refused.value)


@pytest.mark.parametrize("bomb", ["<row>" + "<c/>" * 200_000 + "</row>", "<row>" + "<c>" * 200_000])
def test_a_row_without_end_is_refused_before_it_fills_the_memory(bomb: str) -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", f"<sheetData>{bomb}</sheetData>")
    content.seek(0)
    with pytest.raises(WrongFile, match="too large"):
        rows_of("people.xlsx", content)
