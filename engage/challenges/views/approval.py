"""Four eyes: send a statement to an approver, decide about one, take one back."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.forms import ApprovalForm, DecisionForm
from engage.challenges.forms.approval import APPROVE
from engage.challenges.lifecycle import LIFECYCLE, Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import approvals
from engage.challenges.views.blueprint import bp
from engage.challenges.views.changes import Change, changes
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.forms import ButtonForm
from engage.web.pages import page, showing_refusals

ROOT = "/desk/challenges/<ref>/approval"


@bp.get(ROOT)
@permit(policy.may_read_notes, load=queries.for_desk)
def approval(session: Session, challenge: Challenge) -> Answer:
    """Where it stands, what was said so far, and for an approver the whole statement."""
    return _show(session, challenge, DecisionForm())


@bp.post(ROOT)
@permit(policy.may_approve, load=queries.for_desk)
def decide(session: Session, challenge: Challenge) -> Answer:
    form = DecisionForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            flash(_decide(session, challenge, form))
            return redirect("/desk", 303)
    return _show(session, challenge, form)


def _decide(session: Session, challenge: Challenge, form: DecisionForm) -> str:
    by, at, seen = actor().id, now(session), form.seen.data
    if form.decision.data == APPROVE:
        service.approve(session, challenge, seen=seen, by=by, at=at)
        return f"{challenge.reference} approved. The officer is told"
    reasons = form.reasons.data
    service.return_to_author(session, challenge, reasons=reasons, seen=seen, by=by, at=at)
    return f"{challenge.reference} returned. The author is told"


def _show(session: Session, challenge: Challenge, form: DecisionForm) -> Answer:
    waits = challenge.stage is Stage.WITH_APPROVER
    last = approvals.last_approval(session, challenge.id)
    why_not = service.why_not(session, challenge, last, actor().id) if waits and last else ""
    mine = waits and policy.may_approve(actor(), challenge) and not why_not
    if last is not None:
        form.seen.data = str(last.version)
    return page(
        "challenges/approval.html",
        form=form if mine or form.all_errors else None,
        challenge=challenge,
        asked=approvals.so_far(session, challenge.id),
        digest=_digest(session, challenge) if waits else None,
        mine=mine,
        why_not=why_not if policy.may_approve(actor(), challenge) else "",
        may_write=policy.may_write(actor(), challenge),
        needed=service.needs_approval(challenge),
        gaps=service.gaps(challenge, now(session)) if challenge.stage is Stage.DRAFT else [],
    )


def _digest(session: Session, challenge: Challenge) -> list[Change] | None:
    """What changed since this approver looked last; None when nobody has looked yet."""
    read = approvals.read_last(session, challenge.id, actor().id)
    return None if read is None else changes(read.content, service.content_of(challenge))


@bp.route(f"{ROOT}/ask", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def ask_approval(session: Session, challenge: Challenge) -> Answer:
    LIFECYCLE.after("hand in", challenge.stage)
    form = ApprovalForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.ask(session, challenge, note=form.note.data, by=actor().id, at=now(session))
            flash("Sent for approval. The approvers of your council are told by e-mail")
            return _to(challenge)
    author = approvals.last_author(session, challenge.id)
    may_decide = approvals.may_decide(session, challenge.authority_id, without=(actor().id, author))
    return page(
        "challenges/ask_approval.html",
        form=form,
        challenge=challenge,
        gaps=service.gaps(challenge, now(session)),
        names=[name for _, name in may_decide],
    )


@bp.route(f"{ROOT}/take-back", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def take_back(session: Session, challenge: Challenge) -> Answer:
    LIFECYCLE.after("take back", challenge.stage)
    form = ButtonForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.take_back(session, challenge, by=actor().id, at=now(session))
            flash("It is a draft again, so you can change it")
            return redirect(f"/desk/challenges/{challenge.reference}/statement", 303)
    return page("challenges/take_back.html", form=form, challenge=challenge)


def _to(challenge: Challenge) -> Answer:
    return redirect(f"/desk/challenges/{challenge.reference}/approval", 303)
