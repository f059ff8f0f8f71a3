"""The templates of messages: Jinja environments that know no web request.

A message is written once, as plain text. ``TEXT`` sends it as it is; ``HTML`` escapes every
word in it, makes its blocks paragraphs and lists, and puts them into the HTML layout.
"""

import re
import textwrap

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from engage.kernel import clock
from engage.kernel.markdown import plain
from engage.kernel.places import shipped
from engage.kernel.text import clean_block, clean_line, excerpt

WIDTH = 76
_BLANK_LINES = re.compile(r"\n{3,}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def quoted(text: str) -> Markup:
    """Somebody's words, set apart from ours."""
    return Markup('<div style="{}">{}</div>').format(
        "margin:0 0 16px;padding:0 0 0 16px;border-left:4px solid #cecece", paragraphs(text)
    )


def laid_out(words: Markup) -> Markup:
    """Escaped lines as HTML: a blank line parts paragraphs, dashes make a list."""
    blocks = (block.strip() for block in re.split(r"\n{2,}", words))
    # the lines were escaped before they came here
    return Markup("\n").join(Markup(_block(block)) for block in blocks if block)  # noqa: S704


def _block(block: str) -> str:
    """What is escaped begins with "<" only when it is a quotation, already laid out."""
    if block.startswith("<"):
        return block
    if block.startswith("- "):
        items = "\n".join(f"<li>{line.removeprefix('- ')}</li>" for line in block.split("\n"))
        return f'<ul style="margin:0 0 16px;padding:0 0 0 20px">\n{items}\n</ul>'
    return f'<p style="margin:0 0 16px">{block}</p>'


def paragraphs(text: str) -> Markup:
    """Somebody's words as escaped paragraphs; nothing in them becomes a link."""
    said = (escape(part.strip()) for part in re.split(r"\n{2,}", clean_block(text)))
    return Markup("\n").join(
        Markup('<p style="{}">{}</p>').format(
            "margin:0 0 16px", Markup("<br>\n").join(part.split("\n"))
        )
        for part in said
        if part
    )


def folded(text: str) -> str:
    """Plain text with lines that every mail program shows whole; links stay in one piece."""
    lines = (_fold(line.rstrip()) for line in text.strip().split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)) + "\n"


def _fold(line: str) -> str:
    if len(line) <= WIDTH:
        return line
    hanging = "  " if line.startswith("- ") else ""
    return textwrap.fill(
        line,
        WIDTH,
        break_long_words=False,
        break_on_hyphens=False,
        subsequent_indent=hanging,
    )


def colour(text: str) -> str:
    """A council's colour, or ours when it is not one."""
    return text if _COLOUR.fullmatch(text) else "#1d5c63"


def _environment(*, html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=html,  # noqa: S701  (the other one writes plain text)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        colour=colour,
        line=clean_line,
        laid_out=laid_out,
        paragraphs=paragraphs,
        quoted=quoted if html else str,
        excerpt=excerpt,
        plain=plain,
        short=lambda text: excerpt(clean_line(text), 90),
        spoken=clock.spoken,
        spoken_date=clock.spoken_date,
        spoken_range=clock.spoken_range,
    )
    return environment


TEXT = _environment(html=False)
HTML = _environment(html=True)
