"""What people write in free texts, with lists and links (Markdown), as safe HTML.

CommonMark without HTML and images. Plain text looks as it was typed: a line is a line. What
comes out is made safe twice: the parser escapes, and ``nh3`` keeps only what is listed here.
"""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from engage.kernel.text import excerpt

LONGEST = 20_000
"""The most a field takes. A longer text is shown as it was typed: some take the parser long."""
BEGINNING = 200  # characters
ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s]", re.I)
BLOCK = re.compile(r"<(?=(?:p|br|li|h[3-6]|pre)\b)")
SIGNS = re.compile(r"[*_#\[\]<>&`\\]|^\s*([-+]|[0-9]+[.)])\s", re.M)
CLASSES = {
    "p": "govuk-body",
    "a": "govuk-link",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "h3": "govuk-heading-s",
    "h4": "govuk-heading-s",
    "h5": "govuk-heading-s",
    "h6": "govuk-heading-s",
    "blockquote": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--visible govuk-section-break--m",
}
BETWEEN = re.compile(r"(?<=>)\n+|\n+(?=<)")
TURNS = frozenset({"p", "li", "h3", "h4", "h5", "h6"})
"""Each has its own direction of writing, so that no text turns the page around it."""
_CLEAN = nh3.Cleaner(
    tags={*CLASSES, *TURNS, "br", "code", "em", "pre", "strong"},
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}, **{tag: {"dir"} for tag in TURNS}},
    allowed_classes={tag: set(names.split()) for tag, names in CLASSES.items()},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener",
)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.disable(["image", "code", "lheading", "html_block", "html_inline", "reference"])
    # the library asks to be told which addresses are good by replacing this method
    parser.validateLink = lambda url: ADDRESS.match(url) is not None  # type: ignore[method-assign]
    return parser


_PARSER = _parser()


@lru_cache(maxsize=256)
def rendered(text: str) -> Markup:
    """The text as HTML, headings from h3 down, with the classes of GOV.UK Frontend."""
    if len(text) > LONGEST:
        return _as_typed(text)
    env: dict[str, object] = {}
    tokens = _PARSER.parse(text, env)
    for token in tokens:
        _dress(token)
        for inner in token.children or ():
            _dress(inner)
    drawn = _PARSER.renderer.render(tokens, _PARSER.options, env)
    return Markup(BETWEEN.sub("", _CLEAN.clean(drawn)))  # noqa: S704  (cleaned just now)


def plain(text: str) -> str:
    """The words alone, without the signs of lists and links, for lists and cards."""
    return text if SIGNS.search(text) is None else _words(text)


@lru_cache(maxsize=256)
def beginning(text: str) -> str:
    """The first words of a text, for lists and cards."""
    return excerpt(plain(text), BEGINNING)


def _words(text: str) -> str:
    drawn = BLOCK.sub(" <", str(rendered.__wrapped__(text)))
    return str(Markup(drawn).striptags())  # noqa: S704  (text comes out)


def _dress(token: Token) -> None:
    """Its class and its direction; a heading begins below those of the page."""
    if token.type.startswith("heading"):
        token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    if token.nesting < 0:
        return
    if token.tag in CLASSES:
        token.attrSet("class", CLASSES[token.tag])
    if token.tag in TURNS:
        token.attrSet("dir", "auto")


def _as_typed(text: str) -> Markup:
    parts = (part.strip("\n") for part in text.split("\n\n") if part.strip())
    lines = (escape(part).replace("\n", Markup("<br>")) for part in parts)
    paragraph = Markup('<p class="govuk-body" dir="auto">{}</p>')
    return Markup().join(paragraph.format(line) for line in lines)
