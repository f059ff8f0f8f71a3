"""When responses may be read: chosen while drafting, read afterwards."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.forms import SealingForm
from engage.challenges.models import Challenge, Sealing
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


@bp.route("/desk/challenges/<ref>/sealing", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def sealing(session: Session, challenge: Challenge) -> Answer:
    form = SealingForm(request.form, data={"sealing": challenge.sealing})
    if form.submitted():
        with showing_refusals(form, session):
            chosen = Sealing(form.sealing.data)
            service.choose_sealing(
                session, challenge, sealing=chosen, by=actor().id, at=now(session)
            )
            flash("Choice saved")
            return redirect(f"/desk/challenges/{challenge.reference}/statement", 303)
    return page(
        "challenges/sealing.html",
        form=form,
        challenge=challenge,
        frozen=service.why_sealing_stays(challenge),
    )
