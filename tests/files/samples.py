"""Files of every kind, good and bad, made here so that each test says what is in them."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from odfdo import Document
from openpyxl import Workbook

from engage.files.checking.kinds import KINDS

MAINS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def zipped(parts: Mapping[str, bytes], *, stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            package.writestr(name, content, how)
    return held.getvalue()


def office(ending: str = "docx", **more: bytes) -> bytes:
    """An Office file with these parts more; ``__`` in a name stands for a slash, ``_`` a dot."""
    main = MAINS[ending]
    types = f'<Override PartName="/{main}" ContentType="{KINDS[ending].media_type}.main+xml"/>'
    parts = {
        "[Content_Types].xml": f"<?xml version='1.0'?><Types>{types}</Types>".encode(),
        main: b"<w:document><w:t>Damp homes</w:t></w:document>",
    }
    extra = {name.replace("__", "/").replace("_", "."): data for name, data in more.items()}
    return zipped(parts | extra)


def open_document(ending: str = "odt", **more: bytes) -> bytes:
    parts = {
        "mimetype": KINDS[ending].media_type.encode(),
        "content.xml": b"<office:document-content/>",
        "META-INF/manifest.xml": b"<manifest:manifest/>",
    }
    extra = {name.replace("__", "/").replace("_", "."): data for name, data in more.items()}
    return zipped(parts | extra)


def pdf(*objects: bytes) -> bytes:
    body = b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, start=1)
    )
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + body + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def pdf_stream(content: bytes, about: bytes = b"/Type/ObjStm") -> bytes:
    packed = zlib.compress(content)
    head = b"<<" + about + b"/Filter/FlateDecode/Length %d>>" % len(packed)
    return head + b"stream\r\n" + packed + b"\r\nendstream"


def png() -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack("!I", len(data)) + body + struct.pack("!I", zlib.crc32(body))

    head = struct.pack("!IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0\xff")
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def real_workbook() -> bytes:
    held = BytesIO()
    book = Workbook()
    book.create_sheet("Homes").append(["Ward", 4000])
    book.save(held)
    return held.getvalue()


def real_open_document(kind: str) -> bytes:
    held = BytesIO()
    Document(kind).save(held)
    return held.getvalue()


PDF = pdf(b"<</Type/Catalog/Pages 2 0 R>>", pdf_stream(b"1 0 <</Type/Pages>>"))
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + b"\0" * 40 + b"\xff\xd9"
GOOD: dict[str, bytes] = {
    "report.pdf": PDF,
    "report.docx": office("docx"),
    "table.xlsx": office("xlsx"),
    "made by a library.xlsx": real_workbook(),
    "slides.pptx": office("pptx"),
    "chart.pptx": office("pptx", ppt__embeddings__Sheet1_xlsx=office("xlsx")),
    "picture in it.docx": office("docx", word__media__image1_emz=b"\x1f\x8b\x08\x00" + b"\0" * 9),
    "report.odt": open_document("odt"),
    "table.ods": open_document("ods"),
    "slides.odp": open_document("odp"),
    "made by a library.odt": real_open_document("text"),
    "made by a library.ods": real_open_document("spreadsheet"),
    "picture.png": png(),
    "photo.jpg": JPG,
    "PHOTO.JPEG": JPG,
    "homes.csv": b"Ward,Homes\r\nNorth,4000\r\n",
    "old.csv": "Straße;£ 12".encode("cp1252"),
    "from excel.csv": "Ward\tHomes\n".encode("utf-16"),
    "notes.txt": "Damp, cold and dear: £40 a week.\n".encode(),
    "marked.txt": b"\xef\xbb\xbfNotes",
}
