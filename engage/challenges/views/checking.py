"""The checker's page about a statement: what to look at, what was dismissed and why."""

from datetime import datetime

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.challenges import policy, queries, service
from engage.challenges.forms.checking import DismissForm
from engage.challenges.lifecycle import UNPUBLISHED, Stage
from engage.challenges.models import Challenge, DismissedFinding
from engage.challenges.queries import checking
from engage.challenges.views import advice
from engage.challenges.views.blueprint import bp
from engage.challenges.views.sections import SECTIONS
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, safe_next, showing_refusals


@bp.get("/desk/challenges/<ref>/check")
@permit(policy.may_read, load=queries.for_desk)
def check(session: Session, challenge: Challenge) -> Answer:
    at = now(session)
    writes = policy.may_write(actor(), challenge)
    leads = policy.may_read_notes(actor(), challenge)
    looked = checking.findings(
        session, service.as_written(session, challenge, at) if writes else challenge, at
    )
    where = _where_to_change(challenge, at)
    dismiss = writes and (where != "" or challenge.stage in UNPUBLISHED)
    return page(
        "challenges/check.html",
        challenge=challenge,
        parts=_parts(looked, challenge, where if writes else "", dismiss),
        dismissed=[
            (advice.shown([noted], challenge, change="", dismiss=False)[0], row)
            for noted, row in (looked.dismissed if leads else [])
        ],
        may_dismiss=dismiss,
        may_write=writes,
        leads=leads,
        where=where,
    )


def _parts(
    looked: checking.Looked, challenge: Challenge, change: str, dismiss: bool
) -> list[tuple[str, list[advice.Shown]]]:
    """The parts of the statement in which there is something to look at."""
    parts = [(part, looked.of(part.names)) for part in SECTIONS]
    return [
        (part.title, advice.shown(found, challenge, part.key, change=change, dismiss=dismiss))
        for part, found in parts
        if found
    ]


def _where_to_change(challenge: Challenge, at: datetime) -> str:
    """The pages on which these words can be changed now; empty when on none."""
    if challenge.stage is Stage.DRAFT:
        return "statement"
    return "amend" if challenge.may_change(at) else ""


def finding_for_desk(
    session: Session, asking: Actor, ref: str, mark: str
) -> checking.FindingAt | None:
    """Something to look at, in the statement as whoever may write it has it now."""
    challenge = queries.for_desk(session, asking, ref)
    if challenge is None:
        return None
    at = now(session)
    noted = checking.findings(session, service.as_written(session, challenge, at), at).at(mark)
    return checking.FindingAt(challenge, noted) if noted else None


@bp.route("/desk/challenges/<ref>/check/<mark>", methods=["GET", "POST"])
@permit(policy.may_dismiss, load=finding_for_desk)
def dismiss(session: Session, found: checking.FindingAt) -> Answer:
    challenge = found.challenge
    form = DismissForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.dismiss(
                session,
                challenge,
                mark=found.noted.mark,
                reason=form.reason.data,
                by=actor().id,
                at=now(session),
            )
            flash("Advice dismissed. It comes back if the words change.")
            return redirect(_page(challenge), 303)
    (shown,) = advice.shown([found.noted], challenge, change="", dismiss=False)
    root = f"/desk/challenges/{challenge.reference}"
    within = [("Statement", f"{root}/statement"), ("Check", f"{root}/check")]
    return page(
        "challenges/dismiss.html", form=form, challenge=challenge, finding=shown, within=within
    )


@bp.post("/desk/challenges/<ref>/check/dismissed/<uuid:dismissal_id>/restore")
@permit(policy.may_dismiss, load=checking.dismissal_for_desk)
def restore(session: Session, dismissed: DismissedFinding) -> Answer:
    service.restore(session, dismissed, by=actor().id, at=now(session))
    flash("The advice counts again")
    return redirect(safe_next(_page(dismissed.challenge)), 303)


def _page(challenge: Challenge) -> str:
    return f"/desk/challenges/{challenge.reference}/check"
