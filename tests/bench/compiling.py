"""Compiling 10,000 responses of 20 answers, beside the raw writing of the same cells."""

import csv
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from engage.kernel.db import Sessions, make_engine
from engage.reports.typesetting import typeset
from tests.bench.seed import World
from tests.reports.large import ANSWER, PROMPTS, RESPONSES, compiled_apart, fill

MEBIBYTE = 1024 * 1024
PRINTED = 300  # responses of the document
CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
Row = Sequence[str]


def measure(url: str, _world: World) -> dict[str, Any]:
    sessions = Sessions(make_engine(url))
    with sessions.write() as session:
        fill(session)
    sessions.bind.engine.dispose()
    with tempfile.TemporaryDirectory(prefix="engage-bench-") as folder:
        raw = {
            each.__name__: _took(each, Path(folder)) for each in (to_csv, to_json, to_xlsx, to_ods)
        }
        told = compiled_apart(url, Path(folder) / "store")
    whole, tables = sum(raw.values()), told["seconds"] - told["documents"]
    return {
        "raw, s": {name: round(seconds, 2) for name, seconds in raw.items()}
        | {"all": round(whole, 2)},
        "compiled": {
            "tables, s": round(tables, 2),
            "against raw": round(tables / whole, 2),
            "PDF and DOCX, s": round(told["documents"], 2),
            "MiB above idle": round(told["above"] / MEBIBYTE, 1),
        },
        "document": {"seconds": round(_document(), 2)},
    }


def _took(write: Callable[[Path], None], folder: Path) -> float:
    began = time.perf_counter()
    write(folder)
    return time.perf_counter() - began


def rows() -> list[Row]:
    """The same cells as those of the large challenge."""
    fixed = ["2026-03-02T09:00:00Z", "Online", "", "", ""]
    answers = [ANSWER] * PROMPTS
    return [[f"R-{n}", f"Firm {n}", *fixed, *answers] for n in range(RESPONSES)]


def to_csv(folder: Path) -> None:
    with (folder / "raw.csv").open("w", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows())


def to_json(folder: Path) -> None:
    names = [f"Column {n}" for n in range(len(rows()[0]))]
    with (folder / "raw.json").open("w") as file:
        for row in rows():
            file.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False))


def to_xlsx(folder: Path) -> None:
    with xlsxwriter.Workbook(folder / "raw.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows()):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)


def to_ods(folder: Path) -> None:
    """There is no library that streams it: the text of its table into a zip."""
    with (
        ZipFile(folder / "raw.ods", "w", ZIP_DEFLATED) as parts,
        parts.open("content.xml", "w") as file,
    ):
        for row in rows():
            cells = "".join(
                f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>" for c in row
            )
            file.write(f"<table:table-row>{cells}</table:table-row>".encode())


RAW = (to_csv, to_json, to_xlsx, to_ods)


def _document() -> float:
    """Seconds to typeset what so many responses say, twice: by question and by supplier."""
    said = [{"who": f"Firm {n}", "ref": f"R-{n}", "parts": [ANSWER]} for n in range(PRINTED)]
    asked = [f"Question {n}?" for n in range(PROMPTS)]
    told = {
        "title": "Responses",
        "council": "A council",
        "about": "",
        "confidence": "",
        "numbers": [["Responses", str(PRINTED)]],
        "closed": [],
        "open": [{"text": question, "answers": said} for question in asked],
        "suppliers": [
            each | {"answers": [{"question": text, "parts": [ANSWER]} for text in asked]}
            for each in said
        ],
    }
    began = time.perf_counter()
    typeset("responses", told)
    return time.perf_counter() - began
