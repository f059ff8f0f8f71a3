"""The checker's page about a statement: what to look at, what was dismissed and why."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.forms.checking import DismissForm
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge, DismissedFinding
from engage.challenges.queries import checking
from engage.challenges.views import advice
from engage.challenges.views.blueprint import bp
from engage.challenges.views.sections import SECTIONS
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


@bp.get("/desk/challenges/<ref>/check")
@permit(policy.may_read, load=queries.for_desk)
def check(session: Session, challenge: Challenge) -> Answer:
    looked = checking.findings(session, challenge, now(session))
    writes = policy.may_write(actor(), challenge)
    may_change = writes and challenge.stage is Stage.DRAFT
    parts = [
        (part.title, advice.shown(looked.of(part.names), challenge, part.key, may_write=may_change))
        for part in SECTIONS
    ]
    return page(
        "challenges/check.html",
        challenge=challenge,
        parts=[(title, rows) for title, rows in parts if rows],
        dismissed=[
            (advice.shown([noted], challenge, "", may_write=False)[0], row)
            for noted, row in looked.dismissed
        ],
        may_write=writes,
    )


@bp.route("/desk/challenges/<ref>/check/<mark>", methods=["GET", "POST"])
@permit(policy.may_dismiss, load=checking.finding_for_desk)
def dismiss(session: Session, found: checking.FindingAt) -> Answer:
    challenge = found.challenge
    form = DismissForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.dismiss(
                session,
                challenge,
                mark=found.noted.mark,
                reason=form.reason.data,
                by=actor().id,
                at=now(session),
            )
            flash("Advice dismissed. It comes back if the words change.")
            return _back(challenge)
    (shown,) = advice.shown([found.noted], challenge, "", may_write=False)
    return page("challenges/dismiss.html", form=form, challenge=challenge, finding=shown)


@bp.post("/desk/challenges/<ref>/check/dismissed/<uuid:dismissal_id>/restore")
@permit(policy.may_dismiss, load=checking.dismissal_for_desk)
def restore(session: Session, dismissed: DismissedFinding) -> Answer:
    service.restore(session, dismissed, by=actor().id, at=now(session))
    flash("The advice counts again")
    return _back(dismissed.challenge)


def _back(challenge: Challenge) -> Answer:
    return redirect(f"/desk/challenges/{challenge.reference}/check", 303)
