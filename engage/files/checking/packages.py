"""Office files, which are zip archives: only what such a file needs, and no more than it says.

Everything is unpacked once, counted and thrown away. Nothing that lies inside is believed: not
the sizes, not the names, not the types.
"""

import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO

from engage.files.checking.kinds import (
    KINDS,
    WrongFile,
    damaged,
    not_what_it_says,
    protected,
    swollen,
)

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 5_000
MOST_UNPACKED = 256 * MEGABYTE
MOST_RATIO = 200  # unpacked to packed; spreadsheets reach 50
ALWAYS = 20 * MEGABYTE  # so much does no harm, however well it was packed
DEEPEST = 1  # a chart holds the spreadsheet it was made from, and that one holds no more
PIECE = 256 * 1024
OVERLAP = 64
USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MOST_READ = 2 * MEGABYTE  # of a part that we read ourselves
TYPES, MIMETYPE, MANIFEST = "[Content_Types].xml", "mimetype", "META-INF/manifest.xml"

ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF", b"%PDF-")
PACKED_PICTURES = (".emz", ".wmz")
SCRAMBLED = ".odttf"  # a font whose first bytes mean nothing
MACRO_NAMES = re.compile(
    r"(^|/)(vbaproject|vbadata)|(^|/)(macrosheets|activex)/|^(basic|scripts)/", re.IGNORECASE
)
MACRO_TYPES = re.compile(r"macroenabled|vbaproject|activex|macrosheet", re.IGNORECASE)
MARKS = re.compile(rb"<!DOCTYPE|<!ENTITY|<\0!\0[DE]\0|vnd\.sun\.star\.script:")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
IN_OBJECTS = re.compile(
    b"|".join(
        re.escape(word.encode("utf-16-le"))
        for word in ("Ole10Native", "_VBA_PROJECT", "EncryptedPackage")
    )
)


@dataclass
class Budget:
    """How much may still be unpacked, over everything inside one file."""

    left: int

    def spend(self, number: int) -> None:
        self.left -= number
        if self.left < 0:
            raise swollen()


def check_office(ending: str, content: BinaryIO) -> None:
    """Raises WrongFile unless this is such a file, and holds nothing that acts."""
    size = content.seek(0, 2)
    content.seek(0)
    head = content.read(8)
    if head == COMPOUND:
        raise protected()  # how office programs keep what has a password, and kept all before 2007
    if not head.startswith(ZIP):
        raise not_what_it_says(ending)
    budget = Budget(min(MOST_UNPACKED, max(size * MOST_RATIO, ALWAYS)))
    if _look_inside(content, budget, depth=0) != ending:
        raise not_what_it_says(ending)


def _look_inside(content: IO[bytes], budget: Budget, *, depth: int) -> str:
    """The ending that a file of this kind has; empty for an archive that is no office file."""
    if depth > DEEPEST:
        raise _packed_inside()
    with _opened(content) as package:
        entries = package.infolist()
        _check_list(entries, budget)
        read: dict[str, bytes] = {}
        for entry in entries:
            if not entry.is_dir():
                _check_part(package, entry, budget, read, depth)
    return _kind(entries[0].filename, read)


@contextmanager
def _opened(content: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(content) as package:
            yield package
    except BROKEN as problem:
        raise damaged() from problem


def _check_list(entries: list[zipfile.ZipInfo], budget: Budget) -> None:
    """What the list at the end of the archive says, before anything is unpacked."""
    names = [entry.filename for entry in entries]
    if not entries or len(entries) > MOST_ENTRIES or len(set(names)) < len(names):
        raise damaged()
    if min(entry.header_offset for entry in entries) != 0:
        raise damaged()  # something else stands before the archive
    if sum(entry.file_size for entry in entries) > budget.left:
        raise swollen()
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise protected()
        if _leads_away(entry) or entry.compress_type not in USUAL:
            raise damaged()
        if MACRO_NAMES.search(entry.filename):
            raise _has_macros()


def _leads_away(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    outside = name.startswith("/") or "\\" in name or ".." in name.split("/")
    return outside or stat.S_ISLNK(entry.external_attr >> 16)


def _check_part(
    package: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    budget: Budget,
    read: dict[str, bytes],
    depth: int,
) -> None:
    said, entry.file_size = entry.file_size, budget.left + 2 * PIECE  # to its real end
    kept, seen, before = bytearray(), 0, b""
    for piece in _pieces(package, entry):
        budget.spend(len(piece))
        if not seen:
            _check_head(package, entry, piece, budget, depth)
        _check_words(entry.filename, before + piece)
        if entry.filename in (TYPES, MIMETYPE, MANIFEST) and len(kept) < MOST_READ:
            kept += piece
        seen, before = seen + len(piece), piece[-OVERLAP:]
    if seen != said:
        raise damaged()  # it lied about its size
    read[entry.filename] = bytes(kept)


def _pieces(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(entry) as part:
        while piece := part.read(PIECE):
            yield piece


def _check_head(
    package: zipfile.ZipFile, entry: zipfile.ZipInfo, head: bytes, budget: Budget, depth: int
) -> None:
    name = entry.filename.lower()
    if head.startswith(ZIP):
        with SpooledTemporaryFile(max_size=MEGABYTE) as held:
            for piece in _pieces(package, entry):
                held.write(piece)
                if held.tell() > budget.left:
                    raise swollen()
            held.seek(0)
            if not _look_inside(held, budget, depth=depth + 1):
                raise _packed_inside()
    elif head.startswith(ARCHIVES) and not name.endswith(PACKED_PICTURES):
        raise _packed_inside()
    elif head.startswith(PROGRAMS) and not name.endswith(SCRAMBLED):
        raise _has_program()


def _check_words(name: str, piece: bytes) -> None:
    if name.lower().endswith((".xml", ".rels")):
        if found := MARKS.search(piece):
            raise _has_macros() if b"script" in found[0] else damaged()
    elif IN_OBJECTS.search(piece):
        raise _has_program()


def _kind(first: str, read: dict[str, bytes]) -> str:
    """Which kind the parts say this is."""
    if TYPES in read:
        said = _text(read[TYPES])
        if MACRO_TYPES.search(said):
            raise _has_macros()
        endings = ("docx", "xlsx", "pptx")
        return next((each for each in endings if f"{KINDS[each].media_type}.main+xml" in said), "")
    if first != MIMETYPE:
        return ""
    if "encryption-data" in _text(read.get(MANIFEST, b"")):
        raise protected()
    said = read[MIMETYPE].decode("ascii", errors="replace").strip()
    return next((each for each in ("odt", "ods", "odp") if KINDS[each].media_type == said), "")


def _text(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if wide else "utf-8", errors="replace")


def _has_macros() -> WrongFile:
    return WrongFile(
        "The file has macros or controls in it, which can act by themselves."
        " Save it without them and choose the new one"
    )


def _has_program() -> WrongFile:
    return WrongFile(
        "The file has a program, or an object of another program, inside it."
        " Take that out, save it and choose the new one"
    )


def _packed_inside() -> WrongFile:
    return WrongFile(
        "The file has other files packed inside it. Add each of them as a document of its own"
    )
