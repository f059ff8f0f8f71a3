"""Files made by the clock: whole lists to take away, and the calendar to follow."""

from collections.abc import Iterator
from typing import BinaryIO

from flask import Response, abort, current_app, g, request
from sqlalchemy.orm import Session
from werkzeug.http import http_date

from engage.kernel.db import Sessions
from engage.kernel.store import NotStored, store_from
from engage.opendata import forms, shapes
from engage.opendata.models import PublicFile
from engage.opendata.queries import files
from engage.opendata.views.blueprint import API, base, bp
from engage.opendata.views.lists import reading
from engage.web.access import Answer, anyone, permit
from engage.web.machines import data
from engage.web.security import DATA

CHUNK = 64 * 1024
CALENDAR = "workshops.ics"
EMPTY = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//engage//Preliminary market engagement//EN\r\n"
    b"END:VCALENDAR\r\n"
)
FRESH = "public, max-age=900, must-revalidate"


@bp.get(f"{API}/files")
@reading
@permit(anyone)
def api_files(session: Session) -> Answer:
    forms.asked(request.args, {})
    return data({"results": [_shape(each) for each in files.files(session)]})


@bp.get(f"{API}/files/<filename>")
@reading
@permit(anyone, transaction=False)
def api_file(sessions: Sessions, filename: str) -> Answer:
    """A whole list, packed with gzip, as it was the last night."""
    forms.asked(request.args, {})
    answer = _handed_out(sessions, filename, "application/gzip") if filename != CALENDAR else None
    if answer is None:
        abort(404)
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


@bp.get("/workshops.ics")
@reading
@permit(anyone, transaction=False)
def calendar(sessions: Sessions) -> Answer:
    """Before the first was made there is nothing in it."""
    made = _handed_out(sessions, CALENDAR, "text/calendar")
    return made or Response(EMPTY, content_type="text/calendar; charset=utf-8")


def _handed_out(sessions: Sessions, name: str, mimetype: str) -> Response | None:
    """The file in pieces; nothing is opened for whoever has it already."""
    with sessions.read() as session:
        row = files.file(session, name)
    if row is None:
        return None
    answer = Response(mimetype=mimetype)
    answer.set_etag(row.sha256, weak=mimetype in DATA)  # what is packed on the way has other bytes
    answer.headers["Last-Modified"] = http_date(row.made_at)
    answer.headers["Cache-Control"] = FRESH
    answer.make_conditional(request)
    if answer.status_code == 304:
        return answer
    try:
        opened = store_from(current_app.extensions["settings"].store).open(row.sha256)
    except NotStored:  # another took its place a moment ago
        abort(503)
    answer.response = _pieces(opened)
    g.same_for_all = True
    answer.headers["Content-Length"] = str(row.size)
    answer.call_on_close(opened.close)
    return answer


def _pieces(opened: BinaryIO) -> Iterator[bytes]:
    with opened:
        while piece := opened.read(CHUNK):
            yield piece


def _shape(row: PublicFile) -> shapes.Values:
    calendar = row.name == CALENDAR
    return {
        "name": row.name,
        "url": f"{base()}/{CALENDAR}" if calendar else f"{base()}{API}/files/{row.name}",
        "size": row.size,
        "sha256": row.sha256,
        "madeAt": shapes.moment(row.made_at),
    }
