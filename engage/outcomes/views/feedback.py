"""Feedback to each participant: the list, and one piece at a time."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.outcomes import policy, queries, service
from engage.outcomes.forms import FeedbackForm
from engage.outcomes.models import Result
from engage.outcomes.queries import Basis
from engage.outcomes.views.blueprint import LABELS, address, bp
from engage.outcomes.wording import REASONS, with_reasons
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals

APPROVED = {"yes": True, "no": False}


@bp.get("/desk/challenges/<ref>/outcome/feedback")
@permit(policy.may_read, load=for_desk)
def feedback(session: Session, challenge: Challenge) -> Answer:
    """Everybody's feedback, 50 a page; ``?result=`` and ``?approved=`` filter."""
    result, approved = _filters(request.args)
    if not policy.may_read_drafts(actor(), challenge):
        approved = True
    total = queries.count_listed(session, challenge.id, result=result, approved=approved)
    asked = page_asked()
    rows = queries.listed(
        session,
        challenge.id,
        result=result,
        approved=approved,
        page=asked,
    )
    return page(
        "outcomes/feedback.html",
        challenge=challenge,
        rows=rows,
        state=queries.progress(session, challenge),
        labels=LABELS,
        result=result,
        approved=approved,
        paging=paging(asked, total),
        may_write=_may_write_now(session, challenge),
    )


@bp.post("/desk/challenges/<ref>/outcome/feedback/approve")
@permit(policy.may_write, load=for_desk)
def approve_all(session: Session, challenge: Challenge) -> Answer:
    number = service.approve_all(session, challenge, by=actor().id, at=now(session))
    if number:
        flash(f"{number:,} piece{'' if number == 1 else 's'} of feedback approved")
    else:
        flash("There was nothing to approve", "notice")
    return redirect(address(challenge, "/feedback"), 303)


@bp.get("/desk/challenges/<ref>/outcome/feedback/<uuid:feedback_id>")
@permit(policy.may_read_feedback, load=queries.basis)
def one(session: Session, found: Basis) -> Answer:
    form = FeedbackForm(obj=found.feedback)
    return _show(session, found, form)


@bp.post("/desk/challenges/<ref>/outcome/feedback/<uuid:feedback_id>")
@permit(policy.may_write_feedback, load=queries.basis)
def save(session: Session, found: Basis) -> Answer:
    """Save, add the ticked sentences, or approve and go on to the next."""
    service.require_open(found.challenge, now(session))
    form = FeedbackForm(request.form)
    _offer(form, found)
    do = VERBS.get(request.form.get("do", ""), _save)
    if form.submitted():
        with showing_refusals(form, session):
            return do(session, found, form)
    return _show(session, found, form)


def _save(session: Session, found: Basis, form: FeedbackForm) -> Answer:
    _write(session, found, form, form.text.data)
    flash("Feedback saved")
    return redirect(_here(found), 303)


def _add(session: Session, found: Basis, form: FeedbackForm) -> Answer:
    text = with_reasons(form.text.data, found.feedback.result, form.reasons.data)
    _write(session, found, form, text)
    flash("Sentences added" if form.reasons.data else "Feedback saved")
    return redirect(_here(found), 303)


def _approve(session: Session, found: Basis, form: FeedbackForm) -> Answer:
    _write(session, found, form, form.text.data)
    service.approve(session, found.feedback, by=actor().id, at=now(session))
    after = queries.next_waiting(session, found)
    flash(f"Feedback for {found.organisation} approved")
    return redirect(address(found.challenge, f"/feedback/{after}" if after else ""), 303)


def _write(session: Session, found: Basis, form: FeedbackForm, text: str) -> None:
    service.write(
        session,
        found.feedback,
        text=text,
        seen=form.seen(),
        by=actor().id,
        at=now(session),
    )


VERBS: Mapping[str, Callable[[Session, Basis, FeedbackForm], Answer]] = {
    "save": _save,
    "add": _add,
    "approve": _approve,
}


def _show(session: Session, found: Basis, form: FeedbackForm) -> Answer:
    _offer(form, found)
    return page(
        "outcomes/one.html",
        form=form,
        challenge=found.challenge,
        found=found,
        labels=LABELS,
        may_write=_may_write_now(session, found.challenge),
    )


def _offer(form: FeedbackForm, found: Basis) -> None:
    form.reasons.choices = list(REASONS[found.feedback.result].items())


def _may_write_now(session: Session, challenge: Challenge) -> bool:
    try:
        service.require_open(challenge, now(session))
    except service.NotNow:
        return False
    return policy.may_write(actor(), challenge)


def _filters(asked: MultiDict[str, str]) -> tuple[Result | None, bool | None]:
    """What nobody offered filters nothing."""
    chosen = asked.get("result", "")
    result = Result(chosen) if chosen in set(Result) else None
    return result, APPROVED.get(asked.get("approved", ""))


def _here(found: Basis) -> str:
    return address(found.challenge, f"/feedback/{found.feedback.id}")
