"""The templates of messages: a Jinja environment that knows no web request."""

import re
import textwrap

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from engage.kernel import clock
from engage.kernel.places import shipped
from engage.kernel.text import clean_block, clean_line, excerpt

WIDTH = 76
_BLANK_LINES = re.compile(r"\n{3,}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


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


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        colour=colour,
        line=clean_line,
        paragraphs=paragraphs,
        excerpt=excerpt,
        short=lambda text: excerpt(clean_line(text), 90),
        spoken=clock.spoken,
        spoken_range=clock.spoken_range,
    )
    return environment


ENVIRONMENT = _environment()
