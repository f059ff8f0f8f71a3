"""What people type: cleaned, counted, cut short, and shown as safe HTML."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markupsafe import Markup

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

# Tag to the class that GOV.UK Frontend styles it by.
_CLASSES = {
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "blockquote": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--visible",
    "h3": "govuk-heading-m",
    "h4": "govuk-heading-s",
    "h5": "govuk-heading-s",
    "h6": "govuk-heading-s",
}
_TAGS = {*_CLASSES, "li", "em", "strong", "code", "pre", "br"}
_SHIFT = 2  # a page has its own h1 and h2


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


def word_count(text: str) -> int:
    """Words as the browser counts them, so that page and server agree on a limit."""
    return len(_WORD.findall(text))


@lru_cache(maxsize=1024)  # lists begin with the same words at every visit
def without_addresses(text: str) -> str:
    """The same with every e-mail address left out, for people whom it does not concern."""
    return _ADDRESS.sub("(address)", text)


def excerpt(text: str, length: int) -> str:
    """The beginning of a text on one line, at most ``length`` characters, cut between words."""
    line = clean_line(text)
    if len(line) <= length:
        return line
    cut = line[: max(length, 1)]
    whole_words = cut.rpartition(" ")[0].rstrip(" ,;:.-")
    return f"{whole_words or cut[:-1]}…"


def markdown(text: str) -> Markup:
    """CommonMark as HTML: no HTML of the writer's, no images, headings from h3 down.

    The preview and the page both call this one function.
    """
    rendered = _MARKDOWN.render(_BAD_ANYWHERE.sub("", text))
    # The parser already refuses raw HTML; the allow-list holds even if it were wrong.
    return Markup(_CLEANER.clean(rendered))  # noqa: S704


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + _SHIFT, 6)}"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).disable(
        ["image", "html_block", "html_inline"]
    )
    parser.core.ruler.push("lower_headings", _lower_headings)
    return parser


def _cleaner(tags: Iterable[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        attributes={"a": {"href"}, "*": set()},  # "*": not even title and lang
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow ugc noopener",
        set_tag_attribute_values={tag: {"class": name} for tag, name in _CLASSES.items()},
    )


_MARKDOWN = _parser()
_CLEANER = _cleaner(_TAGS)
