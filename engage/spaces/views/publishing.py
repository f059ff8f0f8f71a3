"""Publishing a challenge: the answers checked once more, with what they ask of suppliers.

It lives here because it shows two rooms: the statement, and the effort of the questionnaire.
"""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.forms import PublishForm
from engage.challenges.lifecycle import LIFECYCLE
from engage.challenges.models import Challenge
from engage.challenges.views.sections import answers
from engage.kernel.clock import now, spoken
from engage.notifications.queries.reach import told_if_listed
from engage.responses import queries as questions
from engage.spaces.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


@bp.route("/desk/challenges/<ref>/publish", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def publish(session: Session, challenge: Challenge) -> Answer:
    """Everything that is asked before it is public, the work for suppliers included."""
    LIFECYCLE.after("publish", challenge.stage)
    form = PublishForm(request.form, data=PublishForm.shown(challenge.notice_plan))
    portal = challenge.portal
    form.under(portal)
    if form.submitted():
        with showing_refusals(form, session):
            flash(_publish(session, challenge, form))
            return redirect(f"/desk/challenges/{challenge.reference}", 303)
    prompts = questions.prompts(session, challenge.id)
    return page(
        "spaces/publish.html",
        form=form,
        challenge=challenge,
        gaps=service.gaps(challenge, now(session)),
        parts=answers(challenge),
        warnings=service.warnings(challenge, now(session)),
        effort=questions.effort_of(challenge, prompts),
        told=told_if_listed(session, challenge),
        wants_approval=_wants_approval(session, challenge),
        portal=portal,
    )


def _publish(session: Session, challenge: Challenge, form: PublishForm) -> str:
    """Now, or have it done at the time chosen; what happened, as a sentence."""
    at, publish_at = now(session), form.instant()
    service.plan_notice(session, challenge, plan=form.plan(), by=actor().id, at=at)
    if publish_at is None:
        service.publish(session, challenge, by=actor().id, at=at)
        return "The record is published" if challenge.retrospective else "Challenge published"
    service.schedule(session, challenge, publish_at=publish_at, by=actor().id, at=at)
    return f"It will be published at {spoken(publish_at)}"


def _wants_approval(session: Session, challenge: Challenge) -> bool:
    try:
        service.require_approval(session, challenge)
    except service.NeedsApproval:
        return True
    return False
