"""Pages. Parse, permit, call one verb, answer."""

from collections.abc import Callable, Iterator

from flask import Blueprint, Response, current_app, request
from sqlalchemy.orm import Session

from engage.challenges import policy
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.records import exports, queries, service
from engage.records.sentences import LABELS, Kind
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging

bp = Blueprint("records", __name__)
WRITERS: dict[str, tuple[Callable[..., Iterator[str]], str]] = {
    "csv": (exports.as_csv, "text/csv; charset=utf-8"),
    "json": (exports.as_json, "application/json"),
}


@bp.get("/desk/challenges/<ref>/timeline")
@permit(policy.may_read, load=for_desk)
def timeline(session: Session, challenge: Challenge) -> Answer:
    """What happened, newest first, 50 a page; ``?kind=`` filters."""
    at = now(session)
    chosen = request.args.get("kind", "")
    kind = Kind(chosen) if chosen in set(Kind) else None
    total = queries.count(session, challenge, kind=kind, at=at)
    asked = page_asked()
    lines = queries.lines(session, challenge, kind=kind, at=at, page=asked)
    drawn = kind is None and asked.number == 1
    return page(
        "records/timeline.html",
        challenge=challenge,
        lines=lines,
        weeks=queries.per_week(session, challenge, at=at) if drawn else [],
        sealed=not challenge.ended(at),
        kinds=LABELS,
        kind=kind,
        paging=paging(asked, total),
    )


@bp.post("/desk/challenges/<ref>/timeline.csv")
@permit(policy.may_read, load=for_desk)
def as_csv(session: Session, challenge: Challenge) -> Answer:
    return _export(session, challenge, "csv")


@bp.post("/desk/challenges/<ref>/timeline.json")
@permit(policy.may_read, load=for_desk)
def as_json(session: Session, challenge: Challenge) -> Answer:
    return _export(session, challenge, "json")


def _export(session: Session, challenge: Challenge, format: str) -> Answer:
    """A button, not a link: the export is recorded, and a GET changes nothing."""
    at = now(session)
    service.export(session, challenge, format=format, by=actor().id, at=at)
    writer, kind = WRITERS[format]
    answer = Response(
        writer(current_app.extensions["sessions"], challenge, at=at), content_type=kind
    )
    name = f"{challenge.reference}-timeline.{format}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
