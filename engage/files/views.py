"""How a file leaves: as an attachment that nothing runs, piece by piece, and only when clean."""

import unicodedata
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from flask import Response, abort, current_app, request

from engage.files.models import File
from engage.files.policy import may_leave
from engage.kernel.store import NotStored, Store, StoreSilent, store_from
from engage.web.access import Answer

PIECE = 256 * 1024
HARMLESS = "sandbox; default-src 'none'"


def store() -> Store:
    return store_from(current_app.extensions["settings"].store)


def scanning() -> bool:
    """Whether files wait for a virus scanner here."""
    return bool(current_app.extensions["settings"].clamd)


def handed_out(file: File, *, public: bool = False) -> Answer:
    """The file itself; 404 when it may not leave, as if it were not there."""
    if not may_leave(file):
        abort(404)
    answer = Response(content_type=file.media_type)
    answer.set_etag(file.sha256)
    if request.if_none_match.contains(file.sha256):
        answer.status_code = 304
    else:
        answer.content_length = file.size
        if request.method != "HEAD":
            content = _opened(file)
            answer.response = _pieces(content)
            answer.call_on_close(content.close)
    answer.headers["Content-Disposition"] = _attachment(file.name)
    answer.headers["Content-Security-Policy"] = HARMLESS
    answer.headers["Cache-Control"] = "public, max-age=0, must-revalidate" if public else "no-store"
    return answer


def _opened(file: File) -> BinaryIO:
    try:
        return store().open(file.key)
    except NotStored:
        abort(404)
    except StoreSilent:
        abort(503)


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    with content:
        while piece := content.read(PIECE):
            yield piece


def _attachment(name: str) -> str:
    """RFC 6266: the name in plain letters for old programs, then as it is."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem, _, ending = plain.rpartition(".")
    plain = f"{stem.strip() or 'document'}.{ending}".replace('"', "-").replace("\\", "-")
    both = f'attachment; filename="{plain}"'
    return both if plain == name else f"{both}; filename*=UTF-8''{quote(name, safe='')}"
