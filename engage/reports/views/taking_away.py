"""Files that leave: sent piece by piece, and each of them noted in the trail.

Buttons, not links: a GET changes nothing. The note is committed before the first byte goes.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO
from uuid import UUID

from flask import Response, abort, current_app
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.store import NotStored, store_from
from engage.reports import policy, queries, service
from engage.reports.manifest import SUMS
from engage.reports.queries import Ready
from engage.reports.tables import DOCX, ODT, PDF, Cell, Format, stream
from engage.reports.views.blueprint import bp
from engage.responses import queries as responses
from engage.web.access import Answer, actor, permit

BATCH = 250
PIECE = 256 * 1024
TYPES: dict[str, str] = {
    PDF: "application/pdf",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ODT: "application/vnd.oasis.opendocument.text",
    SUMS: "application/json",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}


@bp.post("/desk/challenges/<ref>/responses.csv")
@permit(policy.may_export, load=responses.unsealed)
def responses_csv(session: Session, challenge: Challenge) -> Answer:
    """Every response at once, read as it is sent."""
    _note(session, challenge, challenge.id, Format.CSV)
    header = queries.header(responses.prompts(session, challenge.id))
    sessions: Sessions = current_app.extensions["sessions"]
    return _file(stream(header, _rows(sessions, challenge)), Format.CSV, challenge)


@bp.post("/desk/challenges/<ref>/compile/<uuid:compilation_id>/<format>")
@permit(policy.may_download, load=queries.file_ready)
def download(session: Session, ready: Ready) -> Answer:
    """One compiled file, as it is in the store."""
    format = ready.file.format
    _note(session, ready.challenge, ready.compilation_id, format)
    try:
        file = store_from(current_app.extensions["settings"].store).open(ready.file.key)
    except NotStored:
        abort(404)
    answer = _file(_pieces(file), format, ready.challenge)
    answer.call_on_close(file.close)
    answer.content_length = ready.file.size
    return answer


def _rows(sessions: Sessions, challenge: Challenge) -> Iterator[list[Cell]]:
    after: UUID | None = None
    with sessions.read() as session:
        prompts = responses.prompts(session, challenge.id)
    while True:
        with sessions.read() as session:
            at = now(session)
            rows = responses.batch(session, challenge, at=at, after=after, limit=BATCH)
        if not rows:
            return
        yield from queries.cells(rows, prompts)
        after = rows[-1].id


def _note(session: Session, challenge: Challenge, subject_id: UUID, format: str) -> None:
    service.note_download(
        session,
        challenge,
        subject_id=subject_id,
        format=str(format),
        by=actor().id,
        at=now(session),
    )


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _file(pieces: Iterable[bytes], format: str, challenge: Challenge) -> Response:
    answer = Response(pieces, content_type=TYPES[format])
    ending = "-manifest.json" if format == SUMS else f"-responses.{format}"
    name = f"{challenge.reference}{ending}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
