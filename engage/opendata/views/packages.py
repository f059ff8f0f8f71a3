"""OCDS 1.1 packages of the stored releases, written out as they are read.

Each release of ours is complete, so the newest one is also what merging all of them gives: the
compiled release of a record is that release, with the tag that says so. Records link to the
releases they rest on, so that a record stays small however often a challenge changed.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, g, request
from sqlalchemy import Row
from werkzeug.http import http_date

from engage.kernel.db import Sessions
from engage.opendata import cursors, forms, shapes
from engage.opendata.queries import packages
from engage.opendata.queries.packages import Found
from engage.opendata.views.blueprint import API, base, bp, publisher
from engage.opendata.views.lists import reading
from engage.web.access import Answer, anyone, permit
from engage.web.machines import FRESH, written

OCDS = f"{API}/ocds"
MOST, USUAL, LARGEST = 1000, 100, 2_147_483_647
LICENCE = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
COMMUNITY = "https://raw.githubusercontent.com/open-contracting-extensions"
EXTENSIONS = [
    "https://standard.open-contracting.org/profiles/eu/latest/en/extension.json",
    f"{COMMUNITY}/ocds_documentation_extension/master/extension.json",
    f"{COMMUNITY}/ocds_suitability_extension/master/extension.json",
    f"{COMMUNITY}/ocds_pagination_extension/master/extension.json",
    "https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/main/extension.json",
]
Texts = Callable[[Sessions, Found], Iterator[str]]


@bp.get(f"{OCDS}/releases")
@reading
@permit(anyone, transaction=False)
def ocds_releases(sessions: Sessions) -> Answer:
    return _some(sessions, packages.releases, "releases", _releases)


@bp.get(f"{OCDS}/releases/<ocid>/<int:number>")
@reading
@permit(anyone, transaction=False)
def ocds_release(sessions: Sessions, ocid: str, number: int) -> Answer:
    forms.asked(request.args, {})
    with sessions.read() as session:
        found = packages.release(session, ocid, number if number <= LARGEST else 0)
    return _alone(sessions, found or abort(404), "releases", _releases)


@bp.get(f"{OCDS}/records")
@reading
@permit(anyone, transaction=False)
def ocds_records(sessions: Sessions) -> Answer:
    return _some(sessions, packages.newest, "records", _records)


@bp.get(f"{OCDS}/records/<ocid>")
@reading
@permit(anyone, transaction=False)
def ocds_record(sessions: Sessions, ocid: str) -> Answer:
    forms.asked(request.args, {})
    with sessions.read() as session:
        found = packages.newest_of(session, ocid)
    return _alone(sessions, found or abort(404), "records", _records)


def _some(sessions: Sessions, find: Callable[..., Found], kind: str, texts: Texts) -> Answer:
    """``since`` and ``cursor`` may come together: the address of the next page has both."""
    known = {
        "limit": forms.limit_to(MOST),
        "cursor": forms.cursor(cursors.positioned),
        "since": forms.instant,
    }
    given = forms.asked(request.args, known)
    limit, (after,) = given.get("limit", USUAL), given.get("cursor", (0,))
    with sessions.read() as session:
        found = find(session, after=after, since=given.get("since"), limit=limit + 1)
    page, onward = found[:limit], ""
    if len(found) > limit:
        kept = {"since": request.args["since"]} if "since" in given else {}
        further = {"limit": limit, "cursor": page[-1].position, **kept}
        onward = f"{base()}{request.path}?{urlencode(further)}"
    return _package(sessions, page, kind, texts, onward)


def _alone(sessions: Sessions, found: Found, kind: str, texts: Texts) -> Response:
    """A package of one thing: it changed when its newest release was made."""
    changed = http_date(max(row.made_at for row in found))
    return _package(sessions, found, kind, texts, headers={"Last-Modified": changed})


def _package(
    sessions: Sessions,
    found: Found,
    kind: str,
    texts: Texts,
    onward: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    """The head at once, the rest as it is read; nothing is read for whoever has it already."""
    head = written(_head(found, onward))
    answer = Response(mimetype="application/json", headers=headers)
    answer.set_etag(_tag(head, found), weak=True)
    answer.headers["Cache-Control"] = f"public, max-age={FRESH}, must-revalidate"
    g.same_for_all = True
    answer.make_conditional(request)  # would read all of it, to say how long it is
    answer.headers.pop("Content-Length", None)
    if answer.status_code == 200:
        answer.response = _written_out(head, kind, texts(sessions, found))
    return answer


def _head(found: Found, onward: str) -> dict[str, Any]:
    """Package metadata. It says when the newest in it was published, so it never changes idly."""
    query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.args else ""
    newest = max((row.made_at for row in found), default=None)
    return {
        "uri": f"{base()}{request.path}{query}",
        "version": "1.1",
        "extensions": EXTENSIONS,
        "publishedDate": shapes.moment(newest) or "2025-02-24T00:00:00Z",  # the Act came into force
        "publisher": {"name": publisher(), "uri": base()},
        "license": LICENCE,
        "publicationPolicy": f"{base()}/open-data",
        **({"links": {"next": onward}} if onward else {}),
    }


def _tag(head: bytes, found: Found) -> str:
    digest = hashlib.sha256(head)
    for row in found:
        digest.update(row.sha256.encode())
    return digest.hexdigest()[:32]


def _written_out(head: bytes, kind: str, texts: Iterator[str]) -> Iterator[bytes]:
    yield head.removesuffix(b"}") + f',"{kind}":['.encode()
    for place, each in enumerate(texts):
        yield (f",{each}" if place else each).encode()
    yield b"]}"


def _releases(sessions: Sessions, found: Found) -> Iterator[str]:
    """The stored texts as they are."""
    return (body for _, body in packages.bodies(sessions, found))


def _records(sessions: Sessions, found: Found) -> Iterator[str]:
    """One for each process; what depends on the request is asked for before the first is read."""
    here = f"{base()}{OCDS}/releases"
    return (
        written(_record(row, json.loads(body), history, here)).decode()
        for row, body, history in packages.histories(sessions, found)
    )


def _record(row: Row[Any], last: dict[str, Any], history: Found, here: str) -> dict[str, Any]:
    compiled = {**last, "id": f"{row.ocid}-{shapes.moment(row.made_at)}", "tag": ["compiled"]}
    linked = [
        {
            "url": f"{here}/{each.ocid}/{each.number}",
            "date": shapes.moment(each.made_at),
            "tag": [each.tag],
        }
        for each in history
    ]
    return {"ocid": row.ocid, "releases": linked, "compiledRelease": compiled}
