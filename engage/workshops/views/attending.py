"""On the day: who is there, who walked in, the list on paper, and the record as a file."""

from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.comma_separated import BYTE_ORDER_MARK, Cell, line
from engage.kernel.db import Sessions
from engage.kernel.paging import Page
from engage.kernel.text import UNPRINTABLE, clean_line, inert
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals
from engage.workshops import policy, queries, service
from engage.workshops.forms import WalkInForm
from engage.workshops.models import Attendance, Mode, Place, Sitting
from engage.workshops.views.blueprint import bp
from engage.workshops.views.desk import HERE

BATCH = 500
MOST_ON_PAPER = 2000
HEADER = ("Organisation", "Name", "E-mail", "How", "Came")
WAYS = {Mode.IN_PERSON: "In person", Mode.ONLINE: "Online"}


@bp.get(f"{HERE}/check-in")
@permit(policy.may_read, load=queries.for_desk)
def check_in(session: Session, sitting: Sitting) -> Answer:
    """Everybody with a place, one large button each; ``?q=`` finds a name."""
    words = clean_line(UNPRINTABLE.sub("", request.args.get("q", "")))[:100]
    asked, at = page_asked(), now(session)
    total, rows = queries.expected(session, sitting.id, words=words, page=asked)
    return page(
        "workshops/check_in.html",
        workshop=sitting,
        challenge=sitting.challenge,
        rows=rows,
        words=words,
        walked_in=queries.walked_in(session, sitting.id),
        turnout=queries.turnout(session, sitting.id),
        may_note=policy.may_manage(actor(), sitting) and service.may_note_at(sitting, at),
        may_manage=policy.may_manage(actor(), sitting),
        opens=sitting.starts_at - service.OPENS_BEFORE,
        at=at,
        paging=paging(asked, total),
    )


@bp.post(f"{HERE}/check-in/<uuid:place_id>")
@permit(policy.may_note, load=queries.place_for_desk)
def note_here(session: Session, place: Place) -> Answer:
    """One press: they are there."""
    service.note_here(session, place, by=actor().id, at=now(session))
    return _back(place.sitting)


@bp.post(f"{HERE}/check-in/<uuid:attendance_id>/undo")
@permit(policy.may_note, load=queries.attendance_for_desk)
def take_back(session: Session, attendance: Attendance) -> Answer:
    sitting = attendance.sitting
    service.take_back(session, attendance, by=actor().id, at=now(session))
    return _back(sitting)


@bp.route(f"{HERE}/walk-in", methods=["GET", "POST"])
@permit(policy.may_manage, load=queries.for_desk)
def walk_in(session: Session, sitting: Sitting) -> Answer:
    form, at = WalkInForm(request.form), now(session)
    if form.submitted():
        with showing_refusals(form, session):
            service.walk_in(
                session,
                sitting,
                organisation=form.organisation.data,
                name=form.name.data,
                email=form.email.data,
                by=actor().id,
                at=at,
            )
            flash(f"{form.name.data} is on the list")
            return _back(sitting)
    return page(
        "workshops/walk_in.html",
        form=form,
        workshop=sitting,
        challenge=sitting.challenge,
        linked=sitting.challenge.takes_part(at),
    )


@bp.get(f"{HERE}/register")
@permit(policy.may_read, load=queries.for_desk)
def register(session: Session, sitting: Sitting) -> Answer:
    """The same list on paper, for where there is no network: boxes to tick, lines for walk-ins."""
    total, rows = queries.expected(session, sitting.id, page=Page(1, MOST_ON_PAPER))
    return page(
        "workshops/register.html",
        workshop=sitting,
        challenge=sitting.challenge,
        rows=rows,
        total=total,
    )


@bp.post(f"{HERE}/attendance.csv")
@permit(policy.may_read, load=queries.for_desk)
def attendance_as_csv(session: Session, sitting: Sitting) -> Answer:
    """A button, not a link: that the list was taken away is a fact."""
    service.note_attendance_export(session, sitting, by=actor().id, at=now(session))
    sessions: Sessions = current_app.extensions["sessions"]
    answer = Response(_lines(sessions, sitting.id), content_type="text/csv; charset=utf-8")
    name = f"{sitting.challenge.reference}-attendance.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _lines(sessions: Sessions, sitting_id: UUID) -> Iterator[str]:
    yield BYTE_ORDER_MARK + line(HEADER)
    after = None
    while True:
        with sessions.read() as session:
            rows = queries.expected_after(session, sitting_id, after, BATCH)
        if not rows:
            break
        yield "".join(
            line(_cells(row, WAYS[row.mode], "Yes" if row.attendance_id else "No")) for row in rows
        )
        after = rows[-1].id
    with sessions.read() as session:
        extra = queries.walked_in(session, sitting_id)
        yield "".join(line(_cells(each, "Walked in", "Yes")) for each in extra)


def _cells(who: object, how: str, came: str) -> list[Cell]:
    named = [inert(getattr(who, part)) for part in ("organisation", "name", "email")]
    return [*named, how, came]


def _back(sitting: Sitting) -> Answer:
    """To the list as it was filtered."""
    asked = {name: request.form[name][:100] for name in ("q", "page") if request.form.get(name)}
    address = f"/desk/challenges/{sitting.challenge.reference}/workshops/{sitting.id}/check-in"
    return redirect(f"{address}?{urlencode(asked)}" if asked else address, 303)
