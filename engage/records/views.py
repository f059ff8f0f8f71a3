"""Pages. Parse, permit, call one verb, answer."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any

from flask import Blueprint, Response, current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts.policy import may_administer
from engage.accounts.queries import council
from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.challenges.policy import may_read, may_read_notes, may_write
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.records import exports, queries, service
from engage.records.forms import COPY, PersonalDataForm
from engage.records.policy import may_read_council
from engage.records.queries import Trail
from engage.records.sentences import LABELS, OF_A_CHALLENGE, OF_A_COUNCIL, Kind
from engage.responses.policy import is_unsealed
from engage.responses.queries import unsealed
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals

PIECE = 65_536
bp = Blueprint("records", __name__)
WRITERS: dict[str, tuple[Callable[..., Iterator[str]], str]] = {
    "csv": (exports.as_csv, "text/csv; charset=utf-8"),
    "json": (exports.as_json, "application/json"),
}


@bp.get("/desk/challenges/<ref>/timeline")
@permit(may_read, load=for_desk)
def timeline(session: Session, challenge: Challenge) -> Answer:
    """What happened, newest first, 50 a page; ``?kind=`` filters."""
    at = now(session)
    return page(
        "records/timeline.html",
        challenge=challenge,
        sealed=not is_unsealed(challenge, at),
        may_bundle=is_unsealed(challenge, at) and may_write(actor(), challenge),
        **_shown(session, _trail(session, challenge), OF_A_CHALLENGE),
    )


@bp.post("/desk/challenges/<ref>/information-request.zip")
@permit(may_write, load=unsealed)
def information_request(session: Session, challenge: Challenge) -> Answer:
    """What can be given to a request under the Freedom of Information Act, from the end on."""
    trail = _trail(session, challenge)
    archive = service.bundle(session, challenge, trail, by=actor().id, at=now(session))
    return _zip(archive, f"{challenge.reference}-information-request.zip")


@bp.get("/council/<slug>/timeline")
@permit(may_read_council, load=council)
def council_timeline(session: Session, authority: Authority) -> Answer:
    """The same of what belongs to no challenge: people, roles, settings."""
    return page(
        "records/council_timeline.html",
        authority=authority,
        may_administer=may_administer(actor(), authority),
        **_shown(session, queries.of_council(authority), OF_A_COUNCIL),
    )


def _trail(session: Session, challenge: Challenge) -> Trail:
    leads = may_read_notes(actor(), challenge)
    return queries.of_challenge(challenge, at=now(session), leads=leads)


def _shown(session: Session, trail: Trail, kinds: tuple[Kind, ...]) -> dict[str, Any]:
    chosen = request.args.get("kind", "")
    kind = Kind(chosen) if chosen in set(Kind) else None
    total = queries.count(session, trail, kind=kind)
    asked = page_asked()
    drawn = kind is None and asked.number == 1
    return {
        "lines": queries.lines(session, trail, kind=kind, page=asked),
        "weeks": queries.per_week(session, trail) if drawn else [],
        "kinds": {each: LABELS[each] for each in kinds},
        "kind": kind,
        "paging": paging(asked, total),
    }


@bp.post("/desk/challenges/<ref>/timeline.csv")
@permit(may_read, load=for_desk)
def as_csv(session: Session, challenge: Challenge) -> Answer:
    return _export(session, _trail(session, challenge), "csv")


@bp.post("/desk/challenges/<ref>/timeline.json")
@permit(may_read, load=for_desk)
def as_json(session: Session, challenge: Challenge) -> Answer:
    return _export(session, _trail(session, challenge), "json")


@bp.post("/council/<slug>/timeline.csv")
@permit(may_read_council, load=council)
def council_as_csv(session: Session, authority: Authority) -> Answer:
    return _export(session, queries.of_council(authority), "csv")


@bp.post("/council/<slug>/timeline.json")
@permit(may_read_council, load=council)
def council_as_json(session: Session, authority: Authority) -> Answer:
    return _export(session, queries.of_council(authority), "json")


@bp.route("/council/<slug>/personal-data", methods=["GET", "POST"])
@permit(may_administer, load=council)
def personal_data(session: Session, authority: Authority) -> Answer:
    """A copy of what the council holds about somebody, or forgetting them, on their wish."""
    form = PersonalDataForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            done = (_copied if form.wish.data == COPY else _forgotten)(session, authority, form)
            if done is not None:
                return done
            form.email.errors = [f"{authority.name} holds nothing about this address"]
    return page("records/personal_data.html", form=form, authority=authority)


def _copied(session: Session, authority: Authority, form: PersonalDataForm) -> Answer | None:
    at = now(session)
    copy = service.copy_for(session, form.email.data, authority, by=actor().id, at=at)
    return None if copy is None else _zip(copy, "personal-data.zip")


def _forgotten(session: Session, authority: Authority, form: PersonalDataForm) -> Answer | None:
    at = now(session)
    number = service.forget(session, form.email.data, authority, by=actor().id, at=at)
    if not number:
        return None
    flash(f"Their name and address are taken out of {number} entries")
    return redirect(f"/council/{authority.slug}/personal-data", 303)


def _zip(copy: IO[bytes], name: str) -> Response:
    answer = Response(_leaving(copy), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _leaving(copy: IO[bytes]) -> Iterator[bytes]:
    with copy:
        yield from iter(partial(copy.read, PIECE), b"")


def _export(session: Session, trail: Trail, format: str) -> Answer:
    """A button, not a link: the export is recorded, and a GET changes nothing."""
    at = now(session)
    service.export(session, trail, format=format, by=actor().id, at=at)
    writer, kind = WRITERS[format]
    answer = Response(writer(current_app.extensions["sessions"], trail, at=at), content_type=kind)
    name = f"{trail.name}-timeline.{format}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
