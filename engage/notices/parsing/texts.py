"""Repairs texts as they are published, and finds what they say on taking part."""

import html
import re

from engage.challenges.checker.taking_part import DAY, HOUR, TAKING_PART
from engage.notices.parsing.line_ends import with_line_ends

ENTITY = re.compile(
    r"&(?:amp|nbsp|quot|apos|lt|gt|pound|ndash|mdash|[lr][sd]quo|#[0-9]{1,6}|#x[0-9a-f]{1,5});",
    re.I,
)
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
EACH_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x85|_x000D_\n?|<br\s*/?>", re.I)


def repaired(text: str) -> str:
    """Line ends as newlines, no control characters, no more than one empty line in a row."""
    if "&" in text:
        text = ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    text = UNWANTED.sub("", EACH_LINE_END.sub("\n", text)).replace("\xa0", " ")
    if "\\n" in text and "\n" not in text:
        text = text.replace("\\r", "").replace("\\n", "\n")
    lines = "\n".join(line.rstrip() for line in with_line_ends(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def on_taking_part(text: str) -> str | None:
    """The paragraphs that say how or when to take part, for a notice that has no other place."""
    chosen = [
        part.strip()
        for part in re.split(r"\n+", text)
        if TAKING_PART.search(part) or (HOUR.search(part) and DAY.search(part))
    ]
    return "\n\n".join(chosen) or None
