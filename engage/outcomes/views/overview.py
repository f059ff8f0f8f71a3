"""What is left to do before the outcome is published, and publishing it."""

from flask import flash, redirect
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.outcomes import policy, queries, service
from engage.outcomes.views.blueprint import LABELS, address, bp
from engage.web.access import Answer, actor, permit
from engage.web.forms import ButtonForm
from engage.web.pages import page, showing_refusals


@bp.get("/desk/challenges/<ref>/outcome")
@permit(policy.may_read, load=for_desk)
def outcome(session: Session, challenge: Challenge) -> Answer:
    at = now(session)
    why_not = ""
    try:
        service.require_open(challenge, at)
    except service.NotNow as refusal:
        why_not = str(refusal)
    state = queries.progress(session, challenge)
    return page(
        "outcomes/outcome.html",
        challenge=challenge,
        state=state,
        gaps=service.gaps(state),
        reads_drafts=policy.may_read_drafts(actor(), challenge),
        why_not=why_not,
        may_write=policy.may_write(actor(), challenge) and not why_not,
    )


@bp.post("/desk/challenges/<ref>/outcome/prepare")
@permit(policy.may_write, load=for_desk)
def prepare(session: Session, challenge: Challenge) -> Answer:
    number = service.prepare(session, challenge, by=actor().id, at=now(session))
    if number:
        flash(f"Feedback prepared for {number:,} participant{'' if number == 1 else 's'}")
    else:
        flash("Every participant has feedback already", "notice")
    return redirect(address(challenge), 303)


@bp.route("/desk/challenges/<ref>/outcome/release", methods=["GET", "POST"])
@permit(policy.may_write, load=for_desk)
def release(session: Session, challenge: Challenge) -> Answer:
    at = now(session)
    service.require_open(challenge, at)
    form = ButtonForm()
    if form.submitted():
        with showing_refusals(form, session):
            told = service.release(session, challenge, by=actor().id, at=at)
            flash(_published(told))
            return redirect(address(challenge), 303)
    state = queries.progress(session, challenge)
    return page(
        "outcomes/release.html",
        form=form,
        challenge=challenge,
        state=state,
        gaps=service.gaps(state),
        example=queries.example(session, challenge.id),
        labels=LABELS,
    )


def _published(told: int) -> str:
    if told == 0:
        return "Outcome published"
    return f"Outcome published. {told:,} supplier{' is' if told == 1 else 's are'} told by e-mail"
