"""What we heard: one form, saved by whoever is first, lost by nobody."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.outcomes import policy, queries, service
from engage.outcomes.forms import SummaryForm
from engage.outcomes.models import Summary
from engage.outcomes.views.blueprint import address, bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page

NAMES = ("heard", "changed", "unchanged", "next_steps")
FIRST = 1  # the version of a summary nobody has written yet


@bp.route("/desk/challenges/<ref>/outcome/summary", methods=["GET", "POST"])
@permit(policy.may_write, load=for_desk)
def summary(session: Session, challenge: Challenge) -> Answer:
    at = now(session)
    service.require_open(challenge, at)
    stored = queries.summary(session, challenge.id)
    form = SummaryForm(request.form, obj=stored)
    if form.submitted():
        words = {name: form[name].data for name in NAMES}
        try:
            with session.begin_nested():
                service.save_summary(
                    session, challenge, **words, version=form.seen(), by=actor().id, at=at
                )
        except service.SomebodyElse:
            return _both(session, challenge, form)
        flash("Summary saved. Nobody outside the council sees it yet")
        return redirect(address(challenge), 303)
    if request.method == "GET":
        form.carry(stored.version if stored else FIRST)
    return page("outcomes/summary.html", form=form, challenge=challenge, both=[])


def _both(session: Session, challenge: Challenge, form: SummaryForm) -> Answer:
    stored = queries.summary(session, challenge.id)
    if stored is not None:
        form.carry(stored.version)
    rows = [
        (form[name].label.text, theirs, form[name].data)
        for name in NAMES
        if (theirs := _text(stored, name)) != form[name].data
    ]
    return page("outcomes/summary.html", form=form, challenge=challenge, both=rows, status=409)


def _text(stored: Summary | None, name: str) -> str:
    return str(getattr(stored, name, ""))
