"""What people type: cleaned, counted and cut short."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_ADDRESS = re.compile(r"[^\s<>()@,;:]{1,200}@[^\s<>()@,;:]{1,255}")
_WORD = re.compile(r"[^\s\ufeff]+")  # as GOV.UK Frontend's character count has it
# Control characters other than line breaks and tabs, halves of characters, and
# characters that neither PostgreSQL text, XML nor HTML can carry.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# Marks that turn the direction of what follows: they can disguise a name or a file ending.
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
# Some programs drop white space and invisible marks before they look for a formula; the wide
# signs are read as the plain ones in East Asian versions.
_FORMULA = re.compile(
    "[\t\r\n]|[\\s\x00-\x1f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff]*[=+\\-@＝＋－＠]"
)


def clean_block(text: str) -> str:
    """One normal form for typed text: NFC, LF, no direction marks, nothing around it.

    What is still ``UNPRINTABLE`` in it must not be stored.
    """
    lines = _LINE_BREAKS.sub("\n", text)
    lines = DIRECTION.sub("", unicodedata.normalize("NFC", lines))
    return lines.strip(_INVISIBLE + " \n\t").strip().strip(_INVISIBLE)


def clean_line(text: str) -> str:
    """``clean_block`` on one line, with single spaces."""
    return _SPACES.sub(" ", clean_block(text))


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could run this text instead of showing it (OWASP, CSV injection)."""
    return _FORMULA.match(text) is not None


def inert(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet could run. For every table."""
    return f"'{text}" if looks_like_formula(text) else text


def word_count(text: str) -> int:
    """Words as the browser counts them, so that page and server agree on a limit."""
    return len(_WORD.findall(text))


def without_addresses(text: str) -> str:
    """The text with every e-mail address left out, for people whom it does not concern."""
    return _ADDRESS.sub("(address)", text)


def excerpt(text: str, length: int) -> str:
    """The beginning of a text on one line, at most ``length`` characters, cut between words."""
    line = clean_line(text)
    if len(line) <= length:
        return line
    cut = line[: max(length, 1)]
    whole_words = cut.rpartition(" ")[0].rstrip(" ,;:.-")
    return f"{whole_words or cut[:-1]}…"
