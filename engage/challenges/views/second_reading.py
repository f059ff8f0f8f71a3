"""Four eyes on changes: ask an approver to publish them, or return them to whoever asked."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.forms import AskToAmendForm, ReturnChangesForm
from engage.challenges.models import Amendment, Challenge
from engage.challenges.queries import history
from engage.challenges.views.amending import ROOT, require_amendable
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.versions import fingerprint_of
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


@bp.route(f"{ROOT}/ask", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def ask_to_amend(session: Session, challenge: Challenge) -> Answer:
    amendment = _waiting(session, challenge)
    form = AskToAmendForm(request.form, data={"because": amendment.because})
    if form.submitted():
        with showing_refusals(form, session):
            because, seen, at = form.because.data, form.seen.data, now(session)
            service.ask_to_amend(
                session, challenge, because=because, seen=seen, by=actor().id, at=at
            )
            flash("Sent. The approvers of your council are told by e-mail")
            return redirect(f"/desk/challenges/{challenge.reference}/amend/check", 303)
    form.seen.data = _mark(challenge, amendment)
    return page(
        "challenges/amend_ask.html",
        form=form,
        challenge=challenge,
        names=[name for _, name in service.readers(session, challenge, amendment)],
    )


@bp.route(f"{ROOT}/return", methods=["GET", "POST"])
@permit(policy.may_approve, load=queries.for_desk)
def return_amendment(session: Session, challenge: Challenge) -> Answer:
    amendment = _waiting(session, challenge)
    form = ReturnChangesForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            reasons, seen, at = form.reasons.data, form.seen.data, now(session)
            service.return_amendment(
                session, challenge, reasons=reasons, seen=seen, by=actor().id, at=at
            )
            flash("Returned. Whoever asked is told by e-mail")
            return redirect("/desk", 303)
    form.seen.data = _mark(challenge, amendment)
    return page("challenges/amend_return.html", form=form, challenge=challenge)


def _waiting(session: Session, challenge: Challenge) -> Amendment:
    require_amendable(session, challenge)
    amendment = history.amendment(session, challenge.id)
    if amendment is None or not service.waiting(challenge, amendment):
        raise service.NotAmendable("Nothing is changed. Somebody published or dropped the changes.")
    return amendment


def _mark(challenge: Challenge, amendment: Amendment) -> str:
    return fingerprint_of(service.waiting(challenge, amendment))
