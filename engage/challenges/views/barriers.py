"""The checklist of barriers for small firms: read it, answer it."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.barriers import ANSWERS, BARRIERS, answered, standing
from engage.challenges.forms import BarriersForm
from engage.challenges.models import Challenge
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.versions import fingerprint_of
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


@bp.get("/desk/challenges/<ref>/barriers")
@permit(policy.may_read, load=queries.for_desk)
def barriers(session: Session, challenge: Challenge) -> Answer:
    notes = policy.may_read_notes(actor(), challenge)
    return page(
        "challenges/barriers.html",
        challenge=challenge,
        rows=[(question, _said(challenge, key, notes)) for key, question in BARRIERS.items()],
        answered=answered(challenge.barriers),
        standing=standing(challenge.barriers),
        whole=len(BARRIERS),
        may_write=policy.may_write(actor(), challenge),
    )


@bp.route("/desk/challenges/<ref>/barriers/answers", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def answer_barriers(session: Session, challenge: Challenge) -> Answer:
    saved = challenge.barriers
    shown = BarriersForm.shown(saved) | {"version": fingerprint_of(saved)}
    form = BarriersForm(request.form, data=shown)
    if form.submitted():
        with showing_refusals(form, session):
            service.consider_barriers(
                session,
                challenge,
                answers=form.answers(),
                seen=form.seen(),
                by=actor().id,
                at=now(session),
            )
            flash("Checklist saved")
            return redirect(f"/desk/challenges/{challenge.reference}/barriers", 303)
    return page("challenges/barriers_edit.html", form=form, challenge=challenge, asked=BARRIERS)


def _said(challenge: Challenge, key: str, notes: bool) -> str:
    """Answer and note, on two lines."""
    given = challenge.barriers.get(key, {})
    said = (ANSWERS.get(given.get("answer", ""), ""), given.get("note") if notes else "")
    return "\n".join(filter(None, said))
