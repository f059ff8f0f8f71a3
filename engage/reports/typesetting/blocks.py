"""A document as a list of blocks, the same for PDF, DOCX and ODT.

Each block is plain data, so that it can go to a process of its own: see ``kernel.apart``.
"""

from collections.abc import Sequence
from typing import Any

from engage.reports.tables.cells import ILLEGAL_IN_XML

Block = dict[str, Any]


def clean(text: object) -> str:
    """What no document can carry is shown as a replacement."""
    return ILLEGAL_IN_XML.sub("\ufffd", str(text or ""))


def document(title: str, author: str, blocks: Sequence[Block]) -> dict[str, Any]:
    """The data of a document: its title is the only heading of the first level."""
    return {"title": clean(title), "author": clean(author), "blocks": list(blocks)}


def heading(text: object, level: int = 2) -> Block:
    return {"kind": "heading", "text": clean(text), "level": level}


def paragraph(text: object) -> Block:
    return {"kind": "text", "text": clean(text)}


def strong(text: object) -> Block:
    return {"kind": "strong", "text": clean(text)}


def items(texts: Sequence[object]) -> Block:
    return {"kind": "list", "items": [clean(each) for each in texts]}


def table(header: Sequence[object], rows: Sequence[Sequence[object]]) -> Block:
    """The first row is a header for whoever hears the table."""
    return {
        "kind": "table",
        "header": [clean(each) for each in header],
        "rows": [[clean(each) for each in row] for row in rows],
    }


def room(lines: int) -> Block:
    """Empty space to write on, as high as so many lines."""
    return {"kind": "room", "lines": lines}
