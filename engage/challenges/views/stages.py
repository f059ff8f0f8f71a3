"""Moving a challenge: let it end later, withdraw it; or delete a draft."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.forms import EndForm, WithdrawForm
from engage.challenges.lifecycle import LIFECYCLE
from engage.challenges.models import Challenge
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now, spoken
from engage.web.access import Answer, actor, permit
from engage.web.forms import ButtonForm
from engage.web.pages import page, showing_refusals


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
