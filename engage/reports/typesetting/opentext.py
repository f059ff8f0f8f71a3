"""Blocks in, as JSON; an ODT out (OpenDocument 1.3). Run in a process of its own."""

import json
import sys
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from odfdo import Cell, Document, Header, List, ListItem, Paragraph, Row, Style, Table

LANGUAGE = "en-GB"
FRAMED, STRONG = "framed", "strong"
NOWHERE = datetime(2000, 1, 1, tzinfo=UTC)  # the same data is the same file


def main() -> None:
    sys.stdout.buffer.write(written(json.load(sys.stdin)))


def written(data: dict[str, Any]) -> bytes:
    """The file, with nothing in its properties but title, author and language."""
    document = Document("text")
    about = document.meta
    about.clear_user_defined_metadata()
    about.title, about.creator, about.language = data["title"], data["author"], LANGUAGE
    about.creation_date = about.date = NOWHERE
    about.generator = "engage"
    _style(document)
    body = document.body
    body.clear()
    body.append(Header(1, data["title"]))
    for number, block in enumerate(data["blocks"]):
        for element in MAKERS[block["kind"]](block, number):
            body.append(element)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _style(document: Any) -> None:
    """Frames, bold words, and headings without numbers: the questions have their own."""
    for level in document.get_part("styles.xml").get_elements("//text:outline-level-style"):
        level.set_attribute("style:num-format", "")
        for name in ("style:num-suffix", "loext:num-list-format"):
            level.del_attribute(name)
        level.set_attribute("text:display-levels", None)
    frame = Style("table-cell", name=FRAMED, border="0.5pt solid #505a5f", padding="0.1cm")
    document.insert_style(frame, automatic=True)
    document.insert_style(Style("paragraph", name=STRONG, area="text", bold=True), automatic=True)


def _heading(block: dict[str, Any], _number: int) -> list[Any]:
    return [Header(block["level"], block["text"])]


def _text(block: dict[str, Any], _number: int) -> list[Any]:
    return [Paragraph(block["text"])]


def _strong(block: dict[str, Any], _number: int) -> list[Any]:
    return [Paragraph(block["text"], style=STRONG)]


def _list(block: dict[str, Any], _number: int) -> list[Any]:
    made = List()
    for each in block["items"]:
        made.append(ListItem(each))
    return [made]


def _table(block: dict[str, Any], number: int) -> list[Any]:
    made = Table(f"Table {number}")
    for cells in (block["header"], *block["rows"]):
        row = Row()
        for text in cells:
            row.append_cell(Cell(text, style=FRAMED))
        made.append_row(row)
    return [made, Paragraph("")]


def _room(block: dict[str, Any], number: int) -> list[Any]:
    """A frame that grows with what is typed into it."""
    return _table({"header": ["\n" * (block["lines"] - 1)], "rows": []}, number)


MAKERS = {
    "heading": _heading,
    "text": _text,
    "strong": _strong,
    "list": _list,
    "table": _table,
    "room": _room,
}


if __name__ == "__main__":
    main()
