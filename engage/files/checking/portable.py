"""PDF: whole, open to everybody, and with nothing in it that acts by itself.

What acts has a name, and a name can be spelt with ``#`` and digits or lie in a packed stream. So
names are looked for in every spelling, in the file as it is and in every stream unpacked.
"""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from engage.files.checking.kinds import WrongFile, damaged, not_what_it_says, protected, swollen

MOST_UNPACKED = 300 * 1024 * 1024
MOST_STREAMS = 100_000
PIECE = 256 * 1024
OVERLAP = 64  # a name may lie across two pieces; each of its letters may take three bytes


def _name(word: str) -> bytes:
    """Every spelling of a name: each letter as it is or as # and two digits."""
    letters = (f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})".encode() for letter in word)
    return b"/" + b"".join(letters)


END = rb"(?![A-Za-z0-9#_.-])"
ACTS = re.compile(b"(?:" + b"|".join(map(_name, ("JavaScript", "Launch"))) + b")" + END)
HOLDS = re.compile(
    b"(?:" + b"|".join(map(_name, ("EmbeddedFile", "EmbeddedFiles", "RichMedia"))) + b")" + END
)
LOCKED = re.compile(_name("Encrypt") + rb"\s*(?:<<|\d+\s+\d+\s+R)")
STREAM = re.compile(rb"stream\r?\n")
PACKED = re.compile(_name("ObjStm") + END)
UNUSUAL = re.compile(rb"/(?:ASCII|LZW|RunLength|AHx|A85|RL\b)")


def check_pdf(content: BinaryIO) -> None:
    data = content.read()
    if not re.match(rb"%PDF-\d", data):
        raise not_what_it_says("pdf")
    if b"%%EOF" not in data[-4096:]:
        raise damaged()
    if LOCKED.search(data):
        raise protected()
    _check(data)
    for piece in _unpacked(data):
        _check(piece)


def _check(piece: bytes) -> None:
    if ACTS.search(piece):
        raise WrongFile(
            "The file has a script, or starts a program, when it is opened."
            " Save it as a plain PDF and choose the new one"
        )
    if HOLDS.search(piece):
        raise WrongFile(
            "The file has other files inside it. Add each of them as a document of its own"
        )


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Every stream that unpacks, in pieces that overlap."""
    left = MOST_UNPACKED
    for number, found in enumerate(STREAM.finditer(data)):
        if number >= MOST_STREAMS:
            raise swollen()
        about = data[max(0, found.start() - 2048) : found.start()].rpartition(b"obj")[2]
        objects = PACKED.search(about)
        if objects and UNUSUAL.search(about):
            raise damaged()  # no program that we know packs objects so
        for piece in _inflated(data, found.end()):
            left -= len(piece)
            if left < 0:
                raise swollen()
            yield piece


def _inflated(data: bytes, start: int) -> Iterator[bytes]:
    """What unpacks from here; nothing when it is packed in another way."""
    unpacker = zlib.decompressobj()
    packed, before = data[start : start + PIECE], b""
    try:
        while packed and not unpacker.eof:
            piece = unpacker.decompress(packed, PIECE)
            yield before + piece
            before = piece[-OVERLAP:]
            packed = unpacker.unconsumed_tail
            if not packed:
                start += PIECE
                packed = data[start : start + PIECE]
    except zlib.error:
        return
