"""What people type: cleaned, counted and cut short."""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_ADDRESS = re.compile(r"[^\s<>()@,;:]{1,200}@[^\s<>()@,;:]{1,255}")
_WORD = re.compile(r"[^\s\ufeff]+")  # as GOV.UK Frontend's character count has it
# Tab and newline are fine in a block of text; nothing of this kind is fine in a name.
_BAD_ANYWHERE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BAD_IN_LINE = re.compile(
    f"{_BAD_ANYWHERE.pattern[:-1]}\t\n\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
# Some programs drop white space and invisible marks before they look for a formula; the wide
# signs are read as the plain ones in East Asian versions.
_FORMULA = re.compile(
    "[\t\r\n]|[\\s\x00-\x1f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff]*[=+\\-@＝＋－＠]"
)


def clean_line(text: str) -> str:
    """One line: composed characters, single spaces, no space at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def clean_block(text: str) -> str:
    """Several lines: composed characters, newlines as ``\\n``, no space at the ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).strip()


def control_characters(text: str, *, single_line: bool = False) -> tuple[str, ...]:
    """The characters that must not be stored, as ``U+0000``; empty if the text is fine.

    Bidirectional overrides are refused in single lines only: they can make a name look
    like another name.
    """
    bad = (_BAD_IN_LINE if single_line else _BAD_ANYWHERE).findall(text)
    return tuple(f"U+{ord(character):04X}" for character in dict.fromkeys(bad))


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could run this text instead of showing it (OWASP, CSV injection)."""
    return _FORMULA.match(text) is not None


def inert(text: str) -> str:
    """The same, with an apostrophe before what a spreadsheet could run. For every table."""
    return f"'{text}" if looks_like_formula(text) else text


def word_count(text: str) -> int:
    """Words as the browser counts them, so that page and server agree on a limit."""
    return len(_WORD.findall(text))


def without_addresses(text: str) -> str:
    """The same with every e-mail address left out, for people whom it does not concern."""
    return _ADDRESS.sub("(address)", text)


@lru_cache(maxsize=1024)  # lists begin with the same words at every visit
def excerpt(text: str, length: int) -> str:
    """The beginning of a text on one line, at most ``length`` characters, cut between words."""
    line = clean_line(text)
    if len(line) <= length:
        return line
    cut = line[: max(length, 1)]
    whole_words = cut.rpartition(" ")[0].rstrip(" ,;:.-")
    return f"{whole_words or cut[:-1]}…"
