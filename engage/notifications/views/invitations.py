"""The record of invitations: who was invited when, by whom, with which words; and reminders."""

from collections.abc import Iterator
from typing import Any

from flask import Response, current_app, flash, redirect, request
from sqlalchemy import Row
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.policy import may_read, may_write
from engage.challenges.queries import for_desk
from engage.interest import service
from engage.interest.forms import CountForm
from engage.interest.queries import inviting as queries
from engage.interest.queries.inviting import Answer as Answered
from engage.interest.views.desk import SIZES
from engage.kernel.clock import now
from engage.kernel.comma_separated import BYTE_ORDER_MARK, Cell, line
from engage.kernel.db import Sessions
from engage.kernel.text import inert
from engage.notifications.queries.inviting import unwanted
from engage.notifications.rendering.batch import preview
from engage.notifications.views.blueprint import bp
from engage.notifications.views.inviting import ROOT, SOURCES
from engage.suppliers.models import Size
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals

BATCH = 500
ANSWERS = {
    Answered.TAKES_PART: ("Takes part", "green"),
    Answered.REGISTERED: ("Has to confirm", "yellow"),
    Answered.LEFT: ("Left", "grey"),
    Answered.NONE: ("No answer yet", "blue"),
}
HEADER = [
    "organisation",
    "name",
    "e-mail",
    "from",
    "invited at",
    "invited by",
    "round",
    "fingerprint of the words (SHA-256)",
    "reminded at",
    "answer",
]


@bp.get(ROOT)
@permit(may_read, load=for_desk)
def invitations(session: Session, challenge: Challenge) -> Answer:
    """50 a page, newest first; ``?answer=`` filters, and can be sent to a colleague."""
    chosen = request.args.get("answer", "")
    only = Answered(chosen) if chosen in set(Answered) else None
    numbers = queries.answers(session, challenge.id)
    asked, at = page_asked(), now(session)
    return page(
        "notifications/invitations.html",
        challenge=challenge,
        rows=queries.invited(session, challenge.id, only=only, page=asked),
        numbers=numbers,
        labels=ANSWERS,
        sources=SOURCES,
        answer=only,
        rounds=queries.rounds(session, challenge.id),
        sizes=_sizes(session, challenge),
        new=queries.count_new(session, challenge),
        listed=queries.count_listed(session, challenge.id),
        silent=queries.count_silent(session, challenge.id, unwanted, at),
        paging=paging(asked, sum(numbers.values()) if only is None else numbers[only]),
        open=challenge.takes_part(at),
        may_write=may_write(actor(), challenge),
    )


def _sizes(session: Session, challenge: Challenge) -> list[tuple[str, int]]:
    counted = queries.sizes(session, challenge.id)
    return [(SIZES.get(each, "Size not known"), counted[each]) for each in Size if each in counted]


@bp.route(f"{ROOT}/remind", methods=["GET", "POST"])
@permit(may_write, load=for_desk)
def remind(session: Session, challenge: Challenge) -> Answer:
    """Those who did not answer, once in 7 days at most; the button says how many."""
    words = service.Message(*preview(session, "supplier-reminded", challenge.id))
    form, at = CountForm(request.form), now(session)
    if form.submitted():
        with showing_refusals(form, session):
            service.remind(
                session,
                challenge,
                unwanted=unwanted,
                expected=form.count(),
                message=words,
                by=actor().id,
                at=at,
            )
            flash(f"Reminders to {form.count():,} on their way")
            return redirect(f"/desk/challenges/{challenge.reference}/invitations", 303)
    return page(
        "notifications/invite_remind.html",
        form=form,
        challenge=challenge,
        words=words,
        number=queries.count_silent(session, challenge.id, unwanted, at),
        open=challenge.takes_part(at),
        status=409 if form.form_errors else 200,
    )


@bp.post("/desk/challenges/<ref>/invitations.csv")
@permit(may_read, load=for_desk)
def invitations_as_csv(session: Session, challenge: Challenge) -> Answer:
    """A button, not a link: that the record was taken away is a fact."""
    service.note_export(session, challenge, by=actor().id, at=now(session))
    sessions: Sessions = current_app.extensions["sessions"]
    answer = Response(_lines(sessions, challenge), content_type="text/csv; charset=utf-8")
    name = f"{challenge.reference}-invitations.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _lines(sessions: Sessions, challenge: Challenge) -> Iterator[str]:
    yield BYTE_ORDER_MARK + line(HEADER)
    after = None
    while True:
        with sessions.read() as session:
            rows = queries.record_after(session, challenge.id, after, BATCH)
        if not rows:
            return
        yield "".join(line(_cells(row)) for row in rows)
        after = rows[-1].id


def _cells(row: Row[*tuple[Any, ...]]) -> list[Cell]:
    return [
        inert(row.organisation),
        inert(row.name),
        inert(row.email),
        SOURCES[row.source],
        row.invited_at.isoformat(timespec="seconds"),
        inert(row.by or ""),
        row.number,
        row.fingerprint,
        row.reminded_at.isoformat(timespec="seconds") if row.reminded_at else "",
        ANSWERS[Answered(row.answer)][0],
    ]
