"""Blocks in, as JSON; a DOCX out (Office Open XML, ISO/IEC 29500). Run in a process of its own."""

import json
import sys
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

LANGUAGE = "en-GB"
OF_THE_TEMPLATE = {"thumbnail", "customXml"}  # parts that the library brings along
NOWHERE = datetime(2000, 1, 1, tzinfo=UTC)  # the same data is the same file


def main() -> None:
    sys.stdout.buffer.write(written(json.load(sys.stdin)))


def written(data: dict[str, Any]) -> bytes:
    """The file, with nothing in its properties but title, author and language."""
    document = docx.Document()
    _describe(document, data)
    document.add_heading(data["title"], level=1)
    for block in data["blocks"]:
        WRITERS[block["kind"]](document, block)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _describe(document: Any, data: dict[str, Any]) -> None:
    about = document.core_properties
    about.title, about.author, about.language = data["title"], data["author"], LANGUAGE
    about.comments, about.last_modified_by, about.revision = "", "", 1
    for relations in (document.part.package.rels, document.part.rels):
        for name, part in list(relations.items()):
            if part.reltype.rpartition("/")[2] in OF_THE_TEMPLATE:
                del relations[name]
    about.created = about.modified = NOWHERE
    fonts = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = fonts.find(qn("w:lang"))
    language.set(qn("w:val"), LANGUAGE)


def _heading(document: Any, block: dict[str, Any]) -> None:
    document.add_heading(block["text"], level=block["level"])


def _text(document: Any, block: dict[str, Any]) -> None:
    document.add_paragraph(block["text"])


def _strong(document: Any, block: dict[str, Any]) -> None:
    document.add_paragraph().add_run(block["text"]).bold = True


def _list(document: Any, block: dict[str, Any]) -> None:
    for each in block["items"]:
        document.add_paragraph(each, style="List Bullet")


def _table(document: Any, block: dict[str, Any]) -> None:
    rows = [block["header"], *block["rows"]]
    made = document.add_table(rows=len(rows), cols=len(block["header"]), style="Table Grid")
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    first = made.rows[0]._tr.get_or_add_trPr()
    first.append(OxmlElement("w:tblHeader"))
    for cell in made.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _room(document: Any, block: dict[str, Any]) -> None:
    """A frame that grows with what is typed into it."""
    made = document.add_table(rows=1, cols=1, style="Table Grid")
    made.rows[0].cells[0].text = "\n" * (block["lines"] - 1)
    document.add_paragraph()


WRITERS = {
    "heading": _heading,
    "text": _text,
    "strong": _strong,
    "list": _list,
    "table": _table,
    "room": _room,
}


if __name__ == "__main__":
    main()
