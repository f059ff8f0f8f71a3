"""Conflicts between one member and one response: what was found, and what is decided about it."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.kernel.versions import fingerprint_of
from engage.reviews import policy, queries, service
from engage.reviews.forms import CheckForm, FindingForm, IdeaInterestForm
from engage.reviews.models import Conflict, FindingState
from engage.reviews.queries import Idea
from engage.reviews.queries.conflicted import (
    FindingCase,
    alike,
    count_findings,
    finding_for_desk,
    findings,
)
from engage.reviews.views.blueprint import bp
from engage.reviews.views.door import declared
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals


@bp.route("/desk/challenges/<ref>/board/conflicts", methods=["GET", "POST"])
@permit(policy.may_read_declarations, load=for_desk)
def conflicts(session: Session, challenge: Challenge) -> Answer:
    """All that was found; and what would be found about somebody: posted, and never kept."""
    asked, (total, waiting) = page_asked(), count_findings(session, challenge.id)
    form = CheckForm(request.form)
    who = form.who.data if form.submitted() else ""
    return page(
        "reviews/conflicts.html",
        challenge=challenge,
        rows=findings(session, challenge.id, page=asked),
        waiting=waiting,
        paging=paging(asked, total),
        form=form,
        who=who,
        alike=alike(session, challenge.id, who) if who else [],
        decides=policy.may_decide_conflicts(actor(), challenge),
    )


@bp.route("/desk/challenges/<ref>/board/conflicts/<uuid:conflict_id>", methods=["GET", "POST"])
@permit(policy.may_decide_conflict, load=finding_for_desk)
def decide_conflict(session: Session, case: FindingCase) -> Answer:
    finding = case.found.finding
    stored = service.decided_on(finding)
    form = FindingForm(request.form, data={**stored, "version": fingerprint_of(stored)})
    back = f"/desk/challenges/{case.challenge.reference}/board/conflicts"
    if form.submitted():
        with showing_refusals(form, session):
            service.decide_on(
                session,
                finding,
                state=FindingState(form.state.data),
                reason=form.reason.data,
                seen=form.seen(),
                by=actor().id,
                at=now(session),
            )
            flash("Your decision is saved")
            return redirect(back, 303)
    return page(
        "reviews/decide_conflict.html",
        form=form,
        challenge=case.challenge,
        found=case.found,
        back=back,
    )


@bp.route("/board/reviews/<uuid:referral_id>/interest", methods=["GET", "POST"])
@permit(policy.may_sit, load=queries.idea)
@declared
def idea_interest(session: Session, idea: Idea) -> Answer:
    """A member says that they have an interest in this one idea."""
    form, challenge = IdeaInterestForm(request.form), idea.board.challenge
    if form.submitted():
        with showing_refusals(form, session):
            service.declare_on(
                session,
                idea.referral,
                kind=Conflict(form.kind.data),
                detail=form.detail.data,
                by=idea.board.seat.person_id,
                at=now(session),
            )
            flash("Your declaration is saved. You do not see this idea until somebody has decided")
            return redirect(f"/board/challenges/{challenge.reference}", 303)
    return page("reviews/idea_interest.html", form=form, challenge=challenge, idea=idea.referral)
