"""Text and tables with commas: no hidden bytes, and nothing that a browser would run."""

import re
from typing import BinaryIO

import filetype

from engage.files.checking.kinds import not_what_it_says

PIECE = 1024 * 1024
MARKS = ("utf-8-sig", "utf-16")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
RUNS = re.compile(r"\s*<(!doctype|html|head|body|script|svg|\?xml|\?php|%)", re.IGNORECASE)


def check_text(ending: str, content: BinaryIO) -> None:
    """UTF-8, UTF-16 with its mark, or an older table of characters: words all the same."""
    data = content.read()
    if filetype.guess(data[:8192]) is not None:
        raise not_what_it_says(ending)
    text = decoded(data)
    if UNSEEN.search(text) or RUNS.match(text):
        raise not_what_it_says(ending)


def decoded(data: bytes) -> str:
    """Its words, whatever wrote them: UTF-8, UTF-16 with its mark, or what Windows took before."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
