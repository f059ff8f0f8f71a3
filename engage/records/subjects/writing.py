"""The copy itself: one archive with a page to read and the same as JSON."""

import json
from collections.abc import Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from markupsafe import escape
from sqlalchemy.orm import Session

from engage.kernel.clock import spoken
from engage.records.subjects.asked import Asked
from engage.records.subjects.finding import done_by, parts_of, rows_of

IN_MEMORY = 1024 * 1024
TRAIL = "What they did, and what was done to their account"
LEFT_OUT = (
    "Left out are fingerprints of passwords and sessions, identifiers that mean nothing outside "
    "this service, and what an organisation answered to a council: that belongs to it."
)
STYLE = (
    "body{font:1rem/1.5 Arial,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.25rem 1rem;"
    "border-top:1px solid #b1b4b6;padding:1rem 0;margin:0}dt{font-weight:bold}"
    "dd{margin:0;overflow-wrap:anywhere}"
)


def as_archive(session: Session, asked: Asked, *, at: datetime) -> tuple[IO[bytes], int]:
    """A ZIP to be read from its beginning, and how many rows are in it."""
    archive: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (given away)
    about = {"email": asked.email, "copied_at": at.isoformat(timespec="seconds")}
    about["from"] = asked.council.name if asked.council else "the whole installation"
    with ZipFile(archive, "w", ZIP_DEFLATED) as told:
        with told.open("data.json", "w") as data:
            number = _write_json(data, _found(session, asked), about)
        with told.open("index.html", "w") as page:
            for text in _page(_found(session, asked), asked, spoken(at)):
                page.write(text.encode())
    archive.seek(0)
    return archive, number


def _found(session: Session, asked: Asked) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row with the title of its part."""
    for part in parts_of(asked):
        for row in rows_of(session, part, asked):
            yield part.title, row
    for line in done_by(session, asked):
        yield TRAIL, line


def _write_json(
    data: IO[bytes], found: Iterator[tuple[str, dict[str, str]]], about: dict[str, Any]
) -> int:
    data.write(json.dumps(about, ensure_ascii=False)[:-1].encode() + b', "held": [')
    number = 0
    for title, row in found:
        line = json.dumps({"part": title, **row}, ensure_ascii=False)
        data.write((",\n" if number else "\n").encode() + line.encode())
        number += 1
    data.write(b"\n]}\n")
    return number


def _page(found: Iterator[tuple[str, dict[str, str]]], asked: Asked, copied: str) -> Iterator[str]:
    where = asked.council.name if asked.council else "this service"
    title = escape(f"What {where} holds about {asked.email}")
    yield '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
    yield f"<title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>"
    yield f"<p>Copied on {escape(copied)}. Times are in UTC. {LEFT_OUT}</p>"
    before = None
    for part, row in found:
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
