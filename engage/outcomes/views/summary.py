"""What we heard: one form, saved by whoever is first, lost by nobody."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.outcomes import policy, queries, service
from engage.outcomes.forms import SummaryForm
from engage.outcomes.views.blueprint import address, bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals

NAMES = ("heard", "changed", "unchanged", "next_steps")
FIRST = 1  # the version of a summary nobody has written yet


@bp.route("/desk/challenges/<ref>/outcome/summary", methods=["GET", "POST"])
@permit(policy.may_write, load=for_desk)
def summary(session: Session, challenge: Challenge) -> Answer:
    at = now(session)
    service.require_open(challenge, at)
    stored = queries.summary(session, challenge.id)
    form = SummaryForm(request.form, obj=stored, data={"version": FIRST})
    if form.submitted():
        words = {name: form[name].data for name in (*NAMES, "themes_shown")}
        with showing_refusals(form, session):
            service.save_summary(
                session, challenge, **words, seen=form.seen(), by=actor().id, at=at
            )
            flash("Summary saved. Nobody outside the council sees it yet")
            return redirect(address(challenge), 303)
    return page("outcomes/summary.html", form=form, challenge=challenge)
