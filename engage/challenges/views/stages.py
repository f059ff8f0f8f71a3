"""Moving a challenge: publish it, let it end later, withdraw it; or delete a draft."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.forms import EndForm, PublishForm, WithdrawForm
from engage.challenges.lifecycle import LIFECYCLE
from engage.challenges.models import Challenge
from engage.challenges.portals import portal_at
from engage.challenges.queries import checking
from engage.challenges.views.blueprint import bp
from engage.challenges.views.sections import answers
from engage.kernel.clock import now, spoken
from engage.web.access import Answer, actor, permit
from engage.web.forms import ButtonForm
from engage.web.pages import page, showing_refusals


@bp.route("/desk/challenges/<ref>/publish", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def publish(session: Session, challenge: Challenge) -> Answer:
    LIFECYCLE.after("publish", challenge.stage)
    form = PublishForm(request.form, data=PublishForm.shown(challenge.notice_plan))
    portal = portal_at(challenge.authority.region or challenge.region)
    form.under(portal)
    if form.submitted():
        with showing_refusals(form, session):
            flash(_publish(session, challenge, form))
            return _to_hub(challenge)
    return page(
        "challenges/publish.html",
        form=form,
        challenge=challenge,
        gaps=service.gaps(challenge, now(session)),
        parts=answers(challenge),
        warnings=service.warnings(challenge, now(session)),
        advice_waits=len(checking.findings(session, challenge, now(session)).waiting),
        told=queries.count_suppliers_to_tell(session, challenge),
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
    return f"It is published at {spoken(publish_at)}"


def _wants_approval(session: Session, challenge: Challenge) -> bool:
    try:
        service.require_approval(session, challenge)
    except service.NeedsApproval:
        return True
    return False


@bp.route("/desk/challenges/<ref>/extend", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def extend(session: Session, challenge: Challenge) -> Answer:
    at = now(session)
    if not challenge.takes_part(at):
        raise service.BadEnd("Only an engagement that is open can be given a later end.")
    form = EndForm(request.form, data=EndForm.walls(challenge.engagement_ends))
    if form.submitted() and (ends := form.instant()):
        with showing_refusals(form, session):
            service.extend(session, challenge, ends=ends, by=actor().id, at=at)
            flash(f"The engagement now ends at {spoken(ends)}")
            return _to_hub(challenge)
    return page("challenges/extend.html", form=form, challenge=challenge)


@bp.route("/desk/challenges/<ref>/withdraw", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def withdraw(session: Session, challenge: Challenge) -> Answer:
    LIFECYCLE.after("withdraw", challenge.stage)
    form = WithdrawForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            because = form.because.data
            service.withdraw(session, challenge, because=because, by=actor().id, at=now(session))
            flash("Challenge withdrawn")
            return _to_hub(challenge)
    return page("challenges/withdraw.html", form=form, challenge=challenge)


@bp.route("/desk/challenges/<ref>/discard", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def discard(session: Session, challenge: Challenge) -> Answer:
    LIFECYCLE.after("discard", challenge.stage)
    form = ButtonForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.discard(session, challenge, by=actor().id, at=now(session))
            flash(f"Draft {challenge.reference} deleted")
            return redirect("/desk/challenges", 303)
    return page("challenges/discard.html", form=form, challenge=challenge)


def _to_hub(challenge: Challenge) -> Answer:
    return redirect(f"/desk/challenges/{challenge.reference}", 303)
