"""The page of a pack: one file with no other file, that a screen reader can go through.

Written part by part and row by row, however long it is.
"""

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from engage.handover.contents.parts import Part
from engage.kernel.comma_separated import Cell

STYLE = """
body{font:1.1875rem/1.5 Arial,sans-serif;color:#0b0c0c;max-width:70rem;margin:0 auto;padding:1rem}
h1,h2{line-height:1.2}h2{border-top:2px solid #1d70b8;padding-top:1rem;margin-top:3rem}
a{color:#1a65a6}a:focus{background:#fd0;color:#0b0c0c;outline:3px solid #0b0c0c}
.wide{overflow-x:auto}.wide:focus{outline:3px solid #0b0c0c}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:bold;padding:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.5rem 1rem .5rem 0;border-bottom:1px solid #b1b4b6;
white-space:pre-line;overflow-wrap:break-word;min-width:6rem;max-width:40rem}
@media print{.wide{overflow:visible}h2{break-after:avoid}}
""".strip()


def page(title: str, introduction: Sequence[str], parts: Sequence[Part]) -> Iterator[str]:
    """HTML in pieces."""
    head = escape(title)
    yield '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{head}</title><style>{STYLE}</style></head>\n<body><main><h1>{head}</h1>\n"
    for text in introduction:
        yield f"<p>{escape(text)}</p>\n"
    yield '<nav aria-label="Contents"><ol>\n'
    for part in parts:
        yield f'<li><a href="#{part.name}">{escape(part.title)}</a></li>\n'
    yield "</ol></nav>\n"
    for part in parts:
        yield from _part(part)
    yield "</main></body></html>\n"


def _part(part: Part) -> Iterator[str]:
    yield f'<section><h2 id="{part.name}">{escape(part.title)}</h2>\n<p>{escape(part.about)}</p>\n'
    begun = False
    for row in part.rows():
        if not begun:
            yield from _begun(part)
            begun = True
        yield f"<tr>{_cells(row)}</tr>\n"
    yield "</tbody></table></div></section>\n" if begun else "<p>Nothing.</p></section>\n"


def _begun(part: Part) -> Iterator[str]:
    yield f'<div class="wide" role="region" aria-labelledby="{part.name}-rows" tabindex="0">'
    yield f'<table><caption id="{part.name}-rows">{escape(part.title)}, also in {part.name}.csv'
    yield "</caption><thead><tr>"
    for name in part.columns:
        yield f'<th scope="col">{escape(name)}</th>'
    yield "</tr></thead><tbody>\n"


def _cells(row: Sequence[Cell]) -> Markup:
    first, *others = ("" if cell is None else str(cell) for cell in row)
    said = Markup("").join(Markup("<td>{}</td>").format(each) for each in others)
    return Markup('<th scope="row">{}</th>').format(first) + said
