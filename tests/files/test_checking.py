"""Files that are what they say pass; whatever could act, hide or swell gets a sentence."""

import os
import time
import zipfile
from io import BytesIO

import pytest

from engage.files.checking import KINDS, WrongFile, check
from engage.files.checking.packages import MEGABYTE
from tests.files.samples import (
    GOOD,
    JPG,
    PDF,
    office,
    open_document,
    pdf,
    pdf_stream,
    png,
    zipped,
)

SOMETHING_ELSE = "holds something else"
DAMAGED = "damaged or not complete"
MACROS = "macros or controls"
PROGRAM = "a program, or an object of another program"
INSIDE = "other files"
LOCKED = "protected with a password"
SWOLLEN = "unpacks to far more"
SCRIPT = "a script, or starts a program"

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
MACRO_TYPE = b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"


def lying(content: bytes, said: int) -> bytes:
    """A package whose list says another size of its last part."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        start = package.start_dir
        name = package.infolist()[-1].filename.encode()
    at = content.index(name, start) - 46 + 24
    return content[:at] + said.to_bytes(4, "little") + content[at + 4 :]


def scrambled(content: bytes) -> bytes:
    """A package whose list says that its last part has a password."""
    at = content.rindex(b"PK\x01\x02") + 8
    return content[:at] + b"\x01\x00" + content[at + 2 :]


BOMB = office(word__media__image1_png=b"\0" * (60 * MEGABYTE))
BAD: dict[str, tuple[str, bytes, str]] = {
    "a program": ("x.exe", b"MZ", "must be one of these kinds: PDF, DOCX"),
    "a picture that draws": ("x.svg", b"<svg/>", "must be one of these kinds"),
    "no ending": ("notes", b"Notes", "must be one of these kinds"),
    "an old ending": ("x.docm", office(), "must be one of these kinds"),
    "two endings": ("x.pdf.exe", PDF, "must be one of these kinds"),
    "words as PDF": ("x.pdf", b"Just words", SOMETHING_ELSE),
    "PDF later": ("x.pdf", b"MZ" + PDF, SOMETHING_ELSE),
    "half a PDF": ("x.pdf", PDF[:-30], DAMAGED),
    "PDF with a password": ("x.pdf", pdf(b"<</Encrypt 5 0 R>>"), LOCKED),
    "PDF with a script": ("x.pdf", pdf(b"<</S/JavaScript/JS(app.alert\\(1\\))>>"), SCRIPT),
    "script spelt oddly": ("x.pdf", pdf(b"<</S/J#61vaScri#70t/JS 7 0 R>>"), SCRIPT),
    "script at every turn": ("x.pdf", pdf(b"<</Names<</JavaScript 9 0 R>>>>"), SCRIPT),
    "PDF that starts things": ("x.pdf", pdf(b"<</S/Launch/F(cmd.exe)>>"), SCRIPT),
    "script packed away": ("x.pdf", pdf(pdf_stream(b"1 0<</S/JavaScript>>")), SCRIPT),
    "script far down": ("x.pdf", pdf(pdf_stream(b" " * 900_000 + b"/S/Launch ")), SCRIPT),
    "script packed as a picture": ("x.pdf", pdf(pdf_stream(b"/JavaScript ", b"/X")), SCRIPT),
    "oddly packed": ("x.pdf", pdf(pdf_stream(b"", b"/Type/ObjStm/F/ASCIIHexDecode")), DAMAGED),
    "PDF with files": ("x.pdf", pdf(b"<</Names<</EmbeddedFiles 3 0 R>>>>"), INSIDE),
    "DOCX as XLSX": ("x.xlsx", office("docx"), SOMETHING_ELSE),
    "ODT as ODS": ("x.ods", open_document("odt"), SOMETHING_ELSE),
    "ODT as DOCX": ("x.docx", open_document("odt"), SOMETHING_ELSE),
    "a zip as DOCX": ("x.docx", zipped({"a.txt": b"x"}), SOMETHING_ELSE),
    "mimetype not first": ("x.odt", zipped({"a": b"", "mimetype": b"x"}), SOMETHING_ELSE),
    "PDF as DOCX": ("x.docx", PDF, SOMETHING_ELSE),
    "password or old": ("x.docx", COMPOUND, LOCKED),
    "password on a part": ("x.docx", scrambled(office()), LOCKED),
    "open with a password": (
        "x.odt",
        zipped(
            {
                "mimetype": KINDS["odt"].media_type.encode(),
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
            }
        ),
        LOCKED,
    ),
    "macros": ("x.docx", office(word__vbaProject_bin=COMPOUND), MACROS),
    "macros in capitals": ("x.docx", office(word__VBAPROJECT_BIN=COMPOUND), MACROS),
    "macro sheets": ("x.xlsx", office("xlsx", xl__macrosheets__sheet1_xml=b"<x/>"), MACROS),
    "controls": ("x.docx", office(word__activeX__activeX1_xml=b"<x/>"), MACROS),
    "macros by type": ("x.docx", zipped({"[Content_Types].xml": MACRO_TYPE}), MACROS),
    "open macros": ("x.odt", open_document(Basic__script_xml=b"<x/>"), MACROS),
    "open scripts": ("x.odt", open_document(Scripts__python__x_py=b"import os"), MACROS),
    "a call of a script": (
        "x.odt",
        open_document(extra_xml=b'<x href="vnd.sun.star.script:x.py$y"/>'),
        MACROS,
    ),
    "a program inside": ("x.docx", office(word__embeddings__x_bin=b"MZ\x90\0"), PROGRAM),
    "an object with a program": (
        "x.docx",
        office(word__embeddings__oleObject1_bin=COMPOUND + "\1Ole10Native".encode("utf-16-le")),
        PROGRAM,
    ),
    "an archive inside": ("x.docx", office(word__media__x_bin=b"Rar!\x1a\x07"), INSIDE),
    "a zip inside": ("x.docx", office(word__media__x_bin=zipped({"a": b"x"})), INSIDE),
    "macros deeper": (
        "x.docx",
        office(word__embeddings__x_xlsx=office("xlsx", xl__vbaProject_bin=COMPOUND)),
        MACROS,
    ),
    "too deep": (
        "x.docx",
        office(word__embeddings__x_docx=office(word__embeddings__y_docx=office())),
        INSIDE,
    ),
    "a zip bomb": ("x.docx", BOMB, SWOLLEN),
    "a bomb that lies": ("x.docx", lying(BOMB, 1000), SWOLLEN),
    "a small lie": ("x.docx", lying(office(word__a_txt=b"0123456789" * 9), 5), DAMAGED),
    "a bomb in parts": (
        "x.xlsx",
        office("xlsx", **{f"xl__s{number}_xml": b" " * (5 * MEGABYTE) for number in range(12)}),
        SWOLLEN,
    ),
    "a bomb in a bomb": ("x.docx", office(word__embeddings__x_docx=BOMB), SWOLLEN),
    "a PDF bomb": ("x.pdf", pdf(*[pdf_stream(b"\0" * (32 * MEGABYTE))] * 12), SWOLLEN),
    "a PDF of nothing but streams": ("x.pdf", pdf(b"stream\n" * 1_400_000), SWOLLEN),
    "words that swell": ("x.docx", office(word__x_xml=b'<!DOCTYPE x [<!ENTITY a "aa">]>'), DAMAGED),
    "a way out": ("x.docx", zipped({"../../etc/passwd": b"x"}), DAMAGED),
    "a root": ("x.docx", zipped({"/etc/passwd": b"x"}), DAMAGED),
    "something before it": ("x.docx", b"PK\x03\x04" + b"\0" * 30 + office(), DAMAGED),
    "half a package": ("x.docx", office()[:-40], DAMAGED),
    "the head alone": ("x.docx", b"PK\x03\x04", DAMAGED),
    "JPG as PNG": ("x.png", JPG, SOMETHING_ELSE),
    "PNG as JPG": ("x.jpg", png(), SOMETHING_ELSE),
    "half a PNG": ("x.png", png()[:-8], DAMAGED),
    "HTML as words": ("x.txt", b"\n<!DOCTYPE html><script>alert(1)</script>", SOMETHING_ELSE),
    "SVG as a table": ("x.csv", b"<svg onload=alert(1)>", SOMETHING_ELSE),
    "NULs": ("x.txt", b"\0" * 100, SOMETHING_ELSE),
    "a program as words": ("x.txt", b"MZ\x90\x00\x03\x00", SOMETHING_ELSE),
    "a PDF as a table": ("x.csv", PDF, SOMETHING_ELSE),
    "a package as words": ("x.txt", office(), SOMETHING_ELSE),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_files_pass(name: str) -> None:
    content = BytesIO(GOOD[name])
    kind = check(name, content)
    assert kind is KINDS[name.rpartition(".")[2].lower().replace("jpeg", "jpg")]
    assert content.tell() == 0


LARGE = {"a PDF bomb", "a PDF of nothing but streams"}


@pytest.mark.parametrize(
    "what", [pytest.param(what, marks=[pytest.mark.slow] * (what in LARGE)) for what in BAD]
)
def test_bad_files_get_a_sentence(what: str) -> None:
    name, content, sentence = BAD[what]
    began = time.monotonic()
    with pytest.raises(WrongFile, match=sentence) as refused:
        check(name, BytesIO(content))
    assert not str(refused.value).endswith(".")
    assert time.monotonic() - began < 10


def test_whatever_is_cut_off_or_spoilt_is_refused_in_words() -> None:
    """Never another failure, wherever the bytes break."""
    for name, content in GOOD.items():
        for place in range(0, len(content), max(1, len(content) // 60)):
            for spoilt in (content[:place], content[:place] + b"\xff" + content[place + 1 :]):
                try:
                    check(name, BytesIO(spoilt))
                except WrongFile as refused:
                    assert str(refused)


def test_a_large_plain_file_takes_little_time() -> None:
    words = b"Damp homes cost money.\n" * 450_000
    began = time.monotonic()
    check("x.txt", BytesIO(words))
    check("x.pdf", BytesIO(pdf(*[pdf_stream(words[:900_000], b"/X")] * 60)))
    check("x.docx", BytesIO(office(word__media__image1_png=os.urandom(10_000_000))))
    assert time.monotonic() - began < 10
