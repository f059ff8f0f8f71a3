"""Inviting suppliers to one challenge: the list being made, its check, and sending it."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.policy import may_write
from engage.challenges.queries import for_desk
from engage.interest import policy, service
from engage.interest.forms import CountForm, LineForm, PeopleForm
from engage.interest.models import InvitationLine, Source
from engage.interest.queries import inviting as queries
from engage.interest.queries.inviting import Verdict
from engage.kernel.clock import now
from engage.notifications.queries.inviting import unwanted
from engage.notifications.rendering.batch import preview
from engage.notifications.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals

ROOT = "/desk/challenges/<ref>/invitations"
VERDICTS = {
    Verdict.INVITE: ("Will be invited", "green"),
    Verdict.WRONG: ("No usable address", "red"),
    Verdict.TWICE: ("Twice in the list", "grey"),
    Verdict.TAKES_PART: ("Takes part already", "grey"),
    Verdict.INVITED: ("Invited already", "grey"),
    Verdict.OPTED_OUT: ("Wants no invitations, or cannot be reached", "yellow"),
}


@bp.route(f"{ROOT}/add", methods=["GET", "POST"])
@permit(may_write, load=for_desk)
def add_people(session: Session, challenge: Challenge) -> Answer:
    """Paste or upload. Nobody is written to before the list was looked at."""
    form = PeopleForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            number = service.add_lines(
                session, challenge, form.lines, source=form.source, at=now(session)
            )
            flash(f"{number:,} lines added" if number != 1 else "1 line added")
            return redirect(_check(challenge), 303)
    return page(
        "notifications/invite_add.html",
        form=form,
        challenge=challenge,
        open=challenge.takes_part(now(session)),
        listed=queries.count_listed(session, challenge.id),
    )


@bp.route(f"{ROOT}/check", methods=["GET", "POST"])
@permit(may_write, load=for_desk)
def check_list(session: Session, challenge: Challenge) -> Answer:
    """Each line with what becomes of it; the button says to how many people it writes."""
    words = service.Message(*preview(session, "supplier-invited", challenge.id))
    form = CountForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.invite(
                session,
                challenge,
                unwanted=unwanted,
                expected=form.count(),
                message=words,
                by=actor().id,
                at=now(session),
            )
            flash(f"Invitations to {form.count():,} on their way")
            return redirect(f"/desk/challenges/{challenge.reference}/invitations", 303)
    return _shown(session, challenge, form, words)


def _shown(
    session: Session, challenge: Challenge, form: CountForm, words: service.Message
) -> Answer:
    chosen = request.args.get("verdict", "")
    only = Verdict(chosen) if chosen in set(Verdict) else None
    numbers = queries.verdicts(session, challenge.id, unwanted)
    asked = page_asked()
    return page(
        "notifications/invite_check.html",
        form=form,
        challenge=challenge,
        rows=queries.listed(session, challenge.id, unwanted, only=only, page=asked),
        numbers=numbers,
        labels=VERDICTS,
        verdict=only,
        words=words,
        open=challenge.takes_part(now(session)),
        paging=paging(asked, sum(numbers.values()) if only is None else numbers[only]),
        status=409 if form.form_errors else 200,
    )


@bp.route(f"{ROOT}/lines/<uuid:line_id>", methods=["GET", "POST"])
@permit(policy.may_correct, load=queries.line_for_desk)
def correct_line(session: Session, line: InvitationLine) -> Answer:
    """What was typed is shown as it was, so that a slip is a matter of a letter."""
    form = LineForm(request.form, data={"typed": line.typed})
    if form.submitted():
        service.correct_line(session, line, form.line())
        return redirect(_check(line.challenge), 303)
    return page("notifications/invite_line.html", form=form, line=line, challenge=line.challenge)


@bp.post(f"{ROOT}/lines/<uuid:line_id>/remove")
@permit(policy.may_correct, load=queries.line_for_desk)
def remove_line(session: Session, line: InvitationLine) -> Answer:
    service.remove_line(session, line)
    flash("Line removed")
    return redirect(_check(line.challenge), 303)


@bp.post(f"{ROOT}/clear")
@permit(may_write, load=for_desk)
def clear_list(session: Session, challenge: Challenge) -> Answer:
    """Of the list only: what was sent was sent."""
    service.clear_list(session, challenge)
    flash("The list is empty")
    return redirect(f"/desk/challenges/{challenge.reference}/invitations/add", 303)


def _check(challenge: Challenge) -> str:
    return f"/desk/challenges/{challenge.reference}/invitations/check"


SOURCES = {
    Source.DIRECTORY: "The directory",
    Source.PASTED: "Pasted",
    Source.FILE: "A file",
}
