"""A ZIP with a page to read and the same as JSON, written row by row."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from markupsafe import escape

IN_MEMORY = 1024 * 1024
STYLE = (
    "body{font:1rem/1.5 Arial,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.25rem 1rem;"
    "border-top:1px solid #b1b4b6;padding:1rem 0;margin:0}dt{font-weight:bold}"
    "dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}"
)
Rows = Callable[[], Iterator[tuple[str, Mapping[str, str]]]]
"""Each row with the title of its part; asked twice, once for each of the two."""


@dataclass(frozen=True)
class Told:
    """What an archive says of itself."""

    title: str
    introduction: str
    about: Mapping[str, str] = field(default_factory=dict)


def in_words(value: object) -> str:
    """A value as people read it: times to the minute in UTC, lists with commas."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes").removesuffix("+00:00")
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {in_words(each)}" for name, each in value.items() if each)
    if isinstance(value, list):
        return "; ".join(in_words(each) for each in value)
    return str(value)


def as_archive(told: Told, rows: Rows) -> tuple[IO[bytes], int]:
    """To be read from its beginning, and how many rows are in it. Whoever gets it closes it."""
    archive: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (given away)
    with ZipFile(archive, "w", ZIP_DEFLATED) as parts:
        with parts.open("data.json", "w") as data:
            number = _write_json(data, rows(), told.about)
        with parts.open("index.html", "w") as page:
            for text in _page(rows(), told):
                page.write(text.encode())
    archive.seek(0)
    return archive, number


def _write_json(
    data: IO[bytes], rows: Iterator[tuple[str, Mapping[str, str]]], about: Mapping[str, str]
) -> int:
    data.write(json.dumps(dict(about), ensure_ascii=False)[:-1].encode() + b', "held": [')
    number = 0
    for title, row in rows:
        line = json.dumps({"part": title, **row}, ensure_ascii=False)
        data.write((",\n" if number else "\n").encode() + line.encode())
        number += 1
    data.write(b"\n]}\n")
    return number


def _page(rows: Iterator[tuple[str, Mapping[str, str]]], told: Told) -> Iterator[str]:
    title = escape(told.title)
    yield '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>"
    yield f"<p>{escape(told.introduction)}</p>"
    before = None
    for part, row in rows:
        if part != before:
            yield f"<h2>{escape(part)}</h2>"
            before = part
        cells = "".join(
            f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{escape(value)}</dd>"
            for name, value in row.items()
        )
        yield f"<dl>{cells}</dl>\n"
    yield "" if before else "<p>Nothing is held.</p>"
    yield "</main></body></html>\n"
