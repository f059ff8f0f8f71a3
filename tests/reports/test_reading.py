"""The document that is read, and the charts: what was chosen, drawn, counted and said."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from openpyxl import load_workbook
from pypdf import PdfReader

from engage.kernel.db import Sessions
from engage.kernel.store import FolderStore
from engage.reports import service
from engage.reports.models import Compilation
from engage.reports.service import compiling
from engage.responses.kinds import Kind
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_council,
    a_prompt,
    a_submitted_response,
    an_interest,
    an_officer,
)
from tests.reports.printed import alternatives_of, kinds_of, root_of, words_of

SAID = "Of 3 responses. Red: 2, Blue & green: 1, =1+1: 0."
ROWS = [["Red", 2], ["Blue & green", 1], ["'=1+1", 0]]


def compiled(sessions: Sessions, store: FolderStore) -> dict[str, bytes]:
    """The files of three responses to a question in words, a choice and a declaration."""
    with sessions.write() as session:
        challenge = a_closed_challenge(session, a_council(session), title="Warm homes")
        why = a_prompt(session, challenge, text="Why? #import")
        options = ["Red", "Blue & green", "=1+1"]
        which = a_prompt(session, challenge, text="Which?", kind=Kind.CHOICES, options=options)
        sure = a_prompt(session, challenge, text="Sure?", kind=Kind.DECLARATION)
        for number, said in enumerate(("Red", "Red\nBlue & green", "")):
            holder = an_interest(session, challenge, organisation=f"Firm {number} *Ltd*")
            words = f"Because {number}: *x* ŵ 日本 ".strip()
            answers = {why.id: words, which.id: said, sure.id: "yes" if number else ""}
            a_submitted_response(session, holder, answers)
        officer = an_officer(session, challenge.authority)
        asked = service.ask(session, challenge, by=officer.id, at=NOW).id
    assert compiling.compile_due(sessions, store) == 1
    with sessions.read() as session:
        found = session.get_one(Compilation, asked)
        keys = {file.format: file.key for file in found.files}
    files = {}
    for format, key in keys.items():
        with store.open(key) as source:
            files[format] = source.read()
    return files


def test_what_was_chosen_is_drawn_counted_and_said(sessions: Sessions, tmp_path: Path) -> None:
    files = compiled(sessions, FolderStore(tmp_path / "store"))
    pdf = PdfReader(BytesIO(files["pdf"]))
    root, words = root_of(pdf), words_of(pdf)
    assert root["/Lang"] == "en-GB" and bool(root["/MarkInfo"]["/Marked"])
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert pdf.metadata and pdf.metadata.title == "Responses to Warm homes"
    kinds = kinds_of(pdf)
    assert (kinds.count("Table"), kinds.count("Figure")) == (3, 2)  # numbers, and each question
    assert alternatives_of(pdf) == [SAID, "Of 3 responses. Yes: 2."]
    assert "Because 1: *x* ŵ \ufffd\ufffd" in words and "Why? #import" in words
    assert words.count("Firm 1 *Ltd*") == 2  # by question and by supplier
    book = load_workbook(BytesIO(files["xlsx"]))
    assert book.sheetnames == ["Responses", "Numbers"]
    cells = [[cell.value for cell in row[:2]] for row in book["Numbers"].iter_rows(max_row=4)]
    assert cells == [["Which?", "Responses"], *ROWS]
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible"]
    assert not book.defined_names
    tables = {each.name: each for sheet in book for each in sheet.tables.values()}
    assert [tables[name].ref for name in ("Question_1", "Question_2")] == ["A1:B4", "A18:B19"]
    assert tables["Responses"].ref == book["Responses"].dimensions
    assert tables["Responses"].column_names == [cell.value for cell in book["Responses"][1]]
    with ZipFile(BytesIO(files["xlsx"])) as parts:
        drawn = parts.read("xl/drawings/drawing1.xml").decode()
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2 and 'descr="Of 3 responses. Yes: 2."' in drawn
