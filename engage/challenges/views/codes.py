"""CPV codes by words or in their tree, added to a draft or to changes of what is published."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.forms import CodesForm
from engage.challenges.models import Challenge
from engage.challenges.views.amending import require_amendable
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


@bp.route("/desk/challenges/<ref>/cpv", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def codes(session: Session, challenge: Challenge) -> Answer:
    return _search(session, challenge, amending=False)


@bp.route("/desk/challenges/<ref>/amend/cpv", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def amend_codes(session: Session, challenge: Challenge) -> Answer:
    """The same for a working copy: nothing public changes."""
    require_amendable(session, challenge)
    return _search(session, challenge, amending=True)


def _search(session: Session, challenge: Challenge, *, amending: bool) -> Answer:
    part = "amend" if amending else "statement"
    back = f"/desk/challenges/{challenge.reference}/{part}/subject"
    form = CodesForm(request.form, asked=request.args)
    if form.submitted():
        chosen = form.codes.data
        with showing_refusals(form, session):
            add = service.propose_codes if amending else service.add_codes
            add(session, challenge, chosen, by=actor().id, at=now(session))
            flash(f"CPV codes added: {', '.join(chosen)}")
            return redirect(back, 303)
    return page(
        "challenges/codes.html",
        form=form,
        challenge=challenge,
        back=back,
        amending=amending,
    )
