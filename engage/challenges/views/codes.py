"""Finding CPV codes by words, and adding them to a draft, or to changes of what is published."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, reference, service
from engage.challenges.forms import CodesForm
from engage.challenges.models import Challenge
from engage.challenges.views.amending import require_amendable
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.text import clean_line
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals

MOST_FOUND = 30


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
    query = clean_line(request.args.get("q", "")[:200])
    found = reference.search_cpv(query, limit=MOST_FOUND)
    form = CodesForm(request.form)
    form.codes.choices = [(code, f"{code}: {label}") for code, label in found]
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
        query=query,
        found=found,
        most=MOST_FOUND,
        back=back,
        amending=amending,
    )
