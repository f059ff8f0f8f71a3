"""Makes the files that everybody may take away: the calendar soon, the whole lists every night.

Only workers load this. A file is written beside the store first, so that memory stays small, and
is kept under its digest: a file that did not change is not written again.
"""

import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO, BinaryIO, cast
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from engage.kernel import comma_separated
from engage.kernel.clock import now, to_wall
from engage.kernel.db import Sessions
from engage.kernel.store import Store
from engage.kernel.text import inert
from engage.opendata import shapes
from engage.opendata.calendar import calendar
from engage.opendata.models import PublicFile
from engage.opendata.queries import files, lists

CALENDAR = "workshops.ics"
CHUNK = 1024 * 1024
BULK = {
    "challenges": (lists.CHALLENGES, shapes.CHALLENGE_COLUMNS),
    "authorities": (lists.AUTHORITIES, shapes.AUTHORITY_COLUMNS),
    "workshops": (lists.WORKSHOPS, shapes.WORKSHOP_COLUMNS),
    "questions": (lists.QUESTIONS, shapes.QUESTION_COLUMNS),
    "outcomes": (lists.OUTCOMES, shapes.OUTCOME_COLUMNS),
}


def make_due(sessions: Sessions, store: Store, *, base: str) -> list[str]:
    """Make what is due; the names of the files whose content changed."""
    with sessions.read() as session:
        today = to_wall(now(session))[0]
        known = {each.name: to_wall(each.checked_at)[0] for each in files.files(session)}
    due = [name for name in BULK if known.get(f"{name}.csv.gz") != today]
    changed = [_publish_calendar(sessions, store, base)]
    changed += [each for name in due for each in _publish_lists(sessions, store, name, base)]
    return [name for name in changed if name]


def _publish_calendar(sessions: Sessions, store: Store, base: str) -> str:
    with sessions.read() as session:
        at = now(session)
        written = calendar(
            files.workshops_to_come(session, at=at),
            files.deadlines_to_come(session, at=at),
            base=base,
            host=urlsplit(base).hostname or "localhost",
        )
    return _keep(sessions, store, CALENDAR, BytesIO(written))


def _publish_lists(sessions: Sessions, store: Store, name: str, base: str) -> Iterator[str]:
    """A list as JSON Lines and as CSV, in one reading."""
    with tempfile.TemporaryFile() as in_lines, tempfile.TemporaryFile() as in_table:
        with sessions.read() as session:
            _write(session, name, base, in_lines, in_table)
        yield _keep(sessions, store, f"{name}.jsonl.gz", in_lines)
        yield _keep(sessions, store, f"{name}.csv.gz", in_table)


def _write(
    session: Session, name: str, base: str, in_lines: IO[bytes], in_table: IO[bytes]
) -> None:
    listing, columns = BULK[name]
    with _zipped(in_lines) as lines, _zipped(in_table) as table:
        table.write((comma_separated.BYTE_ORDER_MARK + comma_separated.line(columns)).encode())
        for values in files.all_of(session, listing, base=base, at=now(session)):
            lines.write(json.dumps(values, ensure_ascii=False).encode() + b"\n")
            table.write(comma_separated.line(list(_cells(values, columns))).encode())


def _zipped(file: IO[bytes]) -> gzip.GzipFile:
    """The same content gives the same bytes: no name and no time are written into it."""
    return gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0)


def _cells(values: shapes.Values, columns: tuple[str, ...]) -> Iterator[comma_separated.Cell]:
    """Text that a spreadsheet could run is made inert."""
    for column in columns:
        value = shapes.at(values, column)
        if isinstance(value, list):
            value = "; ".join(each or "" for each in value)
        elif isinstance(value, bool):
            value = "yes" if value else "no"
        yield inert(value) if isinstance(value, str) else value


def _keep(sessions: Sessions, store: Store, name: str, file: IO[bytes]) -> str:
    """Store the file unless it is there; its name if it changed.

    The new one is stored before the row tells of it, and the old one goes after: a crash between
    leaves a file too many, which the next run writes over or takes up, and never one too few.
    """
    digest, size = _digest(file)
    with sessions.read() as session:
        before = files.file(session, name)
        old = before.sha256 if before else ""
    if old != digest:
        file.seek(0)
        store.put(digest, cast(BinaryIO, file))
    with sessions.write() as session:
        _note(session, name, digest, size)
    if old and old != digest:
        store.delete(old)
    return name if old != digest else ""


def _digest(file: IO[bytes]) -> tuple[str, int]:
    """SHA-256 of a whole file, and how many bytes it has."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest(), file.tell()


def _note(session: Session, name: str, digest: str, size: int) -> None:
    at = now(session)
    row = session.get(PublicFile, name)
    if row is None:
        row = PublicFile(name=name, sha256=digest, size=size, made_at=at, checked_at=at)
        session.add(row)
    elif row.sha256 != digest:
        row.sha256, row.size, row.made_at = digest, size, at
    row.checked_at = at
