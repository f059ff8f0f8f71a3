"""Is this file what its name says, and is there nothing in it that could act by itself?

The name decides what we look for, never what we believe. OWASP ASVS 5.0: 5.2.1 to 5.2.5.
"""

from typing import BinaryIO

import filetype

from engage.files.checking.kinds import (
    ENDINGS,
    KINDS,
    SAME,
    Kind,
    WrongFile,
    damaged,
    not_what_it_says,
)
from engage.files.checking.names import clean_name, ending_of
from engage.files.checking.packages import check_office
from engage.files.checking.portable import check_pdf
from engage.files.checking.texts import check_text

__all__ = ["ENDINGS", "KINDS", "Kind", "WrongFile", "check", "clean_name"]
END_OF_PNG = b"IEND\xaeB`\x82"


def check(name: str, content: BinaryIO) -> Kind:
    """The kind of this file. Raises WrongFile with a sentence; leaves the stream at its start."""
    ending = ending_of(name)
    kind = KINDS.get(SAME.get(ending, ending))
    if kind is None:
        allowed = ", ".join(each.upper() for each in KINDS)
        raise WrongFile(f"The file must be one of these kinds: {allowed}")
    content.seek(0)
    if kind.ending == "pdf":
        check_pdf(content)
    elif kind.ending in ("png", "jpg"):
        _check_picture(kind.ending, content)
    elif kind.ending in ("csv", "txt"):
        check_text(kind.ending, content)
    else:
        check_office(kind.ending, content)
    content.seek(0)
    return kind


def _check_picture(ending: str, content: BinaryIO) -> None:
    guessed = filetype.guess(content.read(8192))
    if guessed is None or guessed.extension != ending:
        raise not_what_it_says(ending)
    if ending == "png":
        content.seek(-min(64, content.seek(0, 2)), 2)
        if END_OF_PNG not in content.read():
            raise damaged()
