"""The officer's pages for a response that came on paper or by phone: enter it, confirm it."""

from collections.abc import Mapping
from uuid import UUID

from flask import redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.responses import policy, queries, service
from engage.responses.forms import EntryForm
from engage.responses.models import Submission
from engage.responses.queries import EnteredFor
from engage.responses.service import NotReady
from engage.responses.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


@bp.route("/desk/challenges/<ref>/responses/enter", methods=["GET", "POST"])
@permit(policy.may_enter, load=for_desk)
def enter(session: Session, challenge: Challenge) -> Answer:
    """All of it is on this page until it is sent; then it is sealed like every other."""
    form = EntryForm(request.form)
    form.ask(queries.prompts(session, challenge.id), request.form)
    if sent := _sent(session, challenge, form):
        return redirect(f"/desk/challenges/{challenge.reference}/responses/entered/{sent.id}", 303)
    return page(
        "responses/enter.html",
        form=form,
        challenge=challenge,
        open=service.may_enter(challenge),
        entered=queries.entered(session, challenge),
    )


def _sent(session: Session, challenge: Challenge, form: EntryForm) -> Submission | None:
    """The form shows all that is wrong with it at once."""
    good = form.submitted()
    answers = form.answered() if request.method == "POST" else None
    sent = None
    if good and answers is not None:
        with showing_refusals(form, session):
            sent = _enter(session, challenge, form, answers)
    return sent


def _enter(
    session: Session, challenge: Challenge, form: EntryForm, answers: Mapping[UUID, str]
) -> Submission:
    try:
        return service.enter(
            session,
            challenge,
            answers,
            form.entered(),
            by=actor().id,
            at=now(session),
        )
    except NotReady as refusal:
        form.refuse_each(refusal.problems)
        raise


@bp.get("/desk/challenges/<ref>/responses/entered/<uuid:submission_id>")
@permit(policy.may_confirm_entry, load=queries.entered_for)
def entered(session: Session, found: EnteredFor) -> Answer:
    """To print and to post, or to keep: that it is on record, and nothing of what it says."""
    return page("responses/entered.html", challenge=found.challenge, found=found)
