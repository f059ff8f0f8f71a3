"""The shortlist leaves the board: its chair proposes it, and an officer releases it."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.reviews import policy, queries, service
from engage.reviews.queries import Shortlist
from engage.reviews.queries.releasing import Proposal, proposal
from engage.reviews.views.blueprint import bp
from engage.reviews.views.door import declared
from engage.web.access import Answer, actor, permit
from engage.web.forms import ButtonForm
from engage.web.pages import page, page_asked, paging, showing_refusals


@bp.post("/board/challenges/<ref>/shortlist/propose")
@permit(policy.may_decide, load=queries.shortlist)
@declared
def propose(session: Session, found: Shortlist) -> Answer:
    challenge = found.board.challenge
    service.propose(session, challenge, by=actor().id, at=now(session))
    flash("The shortlist is proposed. An officer releases it")
    return redirect(f"/board/challenges/{challenge.reference}/shortlist", 303)


@bp.route("/desk/challenges/<ref>/board/release", methods=["GET", "POST"])
@permit(policy.may_release, load=proposal)
def release(session: Session, found: Proposal) -> Answer:
    """What is released, in full, and who could not release it: its proposer."""
    challenge, form = found.challenge, ButtonForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.release(session, challenge, by=actor().id, at=now(session))
            flash("The shortlist is released. No supplier is told yet: write the outcome")
            return redirect(f"/desk/challenges/{challenge.reference}/board", 303)
    asked, state = page_asked(), queries.status(session, challenge.id)
    return page(
        "reviews/release.html",
        challenge=challenge,
        found=found,
        form=form,
        state=state,
        decided=queries.decided(session, challenge.id, page=asked),
        paging=paging(asked, state.ideas),
    )
