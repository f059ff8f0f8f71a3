"""What a PDF or a DOCX says, as a reader of it hears it."""

from io import BytesIO
from typing import Any

import docx
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


def kinds_of(pdf: PdfReader) -> list[str]:
    """The kinds of the elements of its structure, in their order."""
    return [str(each["/S"]).removeprefix("/") for each in elements_of(pdf)]


def alternatives_of(pdf: PdfReader) -> list[str]:
    """What is said in place of what is drawn."""
    return [str(each["/Alt"]) for each in elements_of(pdf) if "/Alt" in each]


def words_of(pdf: PdfReader) -> str:
    """The text of all pages on one line."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def root_of(pdf: PdfReader) -> Any:
    return pdf.trailer["/Root"]


def elements_of(pdf: PdfReader) -> list[Any]:
    return _below(root_of(pdf)["/StructTreeRoot"])


def _below(node: Any) -> list[Any]:
    kids: Any = node["/K"].get_object() if "/K" in node else ArrayObject()
    found = [node] if "/S" in node else []
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        element = kid.get_object()
        if isinstance(element, DictionaryObject):
            found += _below(element)
    return found


def in_docx(data: bytes) -> str:
    """Its paragraphs, and then the cells of its tables."""
    document = docx.Document(BytesIO(data))
    tables = [cell.text for each in document.tables for row in each.rows for cell in row.cells]
    return " ".join(" ".join([*(each.text for each in document.paragraphs), *tables]).split())
