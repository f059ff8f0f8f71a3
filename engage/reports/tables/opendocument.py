"""ODS (OpenDocument 1.3) as a stream into a zip: a document tree of 10,000 rows would not fit."""

import re
from collections.abc import Sequence
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from engage.kernel.comma_separated import Cell

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
SCHEMAS = "urn:oasis:names:tc:opendocument:xmlns"
SHEET = "Responses"

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": f"{SCHEMAS}:office:1.0",
        "table": f"{SCHEMAS}:table:1.0",
        "text": f"{SCHEMAS}:text:1.0",
        "style": f"{SCHEMAS}:style:1.0",
        "number": f"{SCHEMAS}:datastyle:1.0",
        "fo": f"{SCHEMAS}:xsl-fo-compatible:1.0",
        "config": f"{SCHEMAS}:config:1.0",
        "manifest": f"{SCHEMAS}:manifest:1.0",
    }.items()
)
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

MANIFEST = f"""{XML}<manifest:manifest {NAMESPACES} manifest:version="1.3">
<manifest:file-entry manifest:full-path="/"
 manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""

STYLES = f"""{XML}<office:document-styles {NAMESPACES} office:version="1.3">
<office:styles/></office:document-styles>"""

META = f"""{XML}<office:document-meta {NAMESPACES} office:version="1.3">
<office:meta/></office:document-meta>"""

# Mode 2 is "frozen"; the pane below the first row is the active one.
SETTINGS = f"""{XML}<office:document-settings {NAMESPACES} office:version="1.3"><office:settings>
<config:config-item-set config:name="ooo:view-settings">
<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>
<config:config-item-map-named config:name="Tables">
<config:config-item-map-entry config:name="{SHEET}">
<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>
<config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item>
<config:config-item config:name="ActiveSplitRange" config:type="short">2</config:config-item>
<config:config-item config:name="PositionBottom" config:type="int">1</config:config-item>
</config:config-item-map-entry></config:config-item-map-named>
</config:config-item-map-entry></config:config-item-map-indexed>
</config:config-item-set></office:settings></office:document-settings>"""

START = f"""{XML}<office:document-content {NAMESPACES} office:version="1.3">
<office:automatic-styles>
<number:date-style style:name="day"><number:year number:style="long"/><number:text>-</number:text>\
<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>\
</number:date-style>
<style:style style:name="wide" style:family="table-column">\
<style:table-column-properties style:column-width="5cm"/></style:style>
<style:style style:name="head" style:family="table-cell">\
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="date" style:family="table-cell" style:data-style-name="day"/>
</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="{SHEET}">
"""
END = "</table:table></office:spreadsheet></office:body></office:document-content>"

# White space ODF would collapse: at the start of a paragraph, after other space, at its end.
COLLAPSED = re.compile(r"\t|^ +| +$| {2,}")


class OdsWriter:
    """The parts are in the order ODF asks for: ``mimetype`` first and stored."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._zip = ZipFile(path, "w", ZIP_DEFLATED, compresslevel=6)
        self._zip.writestr("mimetype", MIMETYPE, compress_type=ZIP_STORED)
        for name, text in (
            ("META-INF/manifest.xml", MANIFEST),
            ("styles.xml", STYLES),
            ("meta.xml", META),
            ("settings.xml", SETTINGS),
        ):
            self._zip.writestr(name, text)
        part = self._zip.open("content.xml", "w", force_zip64=True)
        self._content = TextIOWrapper(part, encoding="utf-8", newline="\n")
        self._content.write(START)
        count = max(len(header), 1)
        self._content.write(
            f'<table:table-column table:style-name="wide" table:number-columns-repeated="{count}"/>'
        )
        heads = "".join(_text_cell(name, ' table:style-name="head"') for name in header)
        self._content.write(
            f"<table:table-header-rows><table:table-row>{heads}</table:table-row>"
            "</table:table-header-rows>\n"
        )

    def row(self, cells: Sequence[Cell]) -> None:
        self._content.write(f"<table:table-row>{''.join(map(_cell, cells))}</table:table-row>\n")

    def close(self) -> None:
        self._content.write(END)
        self._content.close()
        self._zip.close()

    def abandon(self) -> None:
        self._content.close()
        self._zip.close()


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return _text_cell(cell)
    if isinstance(cell, int | Decimal):
        digits = format(cell, "f" if isinstance(cell, Decimal) else "d")
        return (
            f'<table:table-cell office:value-type="float" office:value="{digits}">'
            f"<text:p>{digits}</text:p></table:table-cell>"
        )
    return (
        f'<table:table-cell table:style-name="date" office:value-type="date" '
        f'office:date-value="{cell.isoformat()}"><text:p>{cell.isoformat()}</text:p></table:table-cell>'
    )


def _text_cell(text: str, style: str = "") -> str:
    paragraphs = "".join(f"<text:p>{_paragraph(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell{style} office:value-type="string">{paragraphs}</table:table-cell>'


def _paragraph(line: str) -> str:
    plain = escape(line)
    if plain == plain.strip(" ") and "  " not in plain and "\t" not in plain:
        return plain
    return COLLAPSED.sub(_kept_space, plain)


def _kept_space(found: re.Match[str]) -> str:
    if found[0] == "\t":
        return "<text:tab/>"
    return f'<text:s text:c="{len(found[0])}"/>'
