"""Withholding words, publishing copies, deleting answers; and what the public reads of them."""

from typing import Any

from flask import flash, jsonify, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import OVER
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.findings import policy
from engage.findings.forms.copies import DELETE, PUBLISH, CopiesForm, WithholdForm
from engage.findings.models import Ground, PublicCopy
from engage.findings.queries import copies as reading
from engage.findings.queries.copies import Withheld
from engage.findings.queries.reading import Found, answer
from engage.findings.sentences import Span, pieces
from engage.findings.service import deleting, publishing, remarking, withholding
from engage.findings.views.blueprint import bp
from engage.kernel.clock import now
from engage.responses import queries as responses
from engage.responses.policy import is_final
from engage.web.access import Answer, actor, anyone, permit
from engage.web.pages import page, page_asked, paging, public_page, showing_refusals

PER_PAGE = 20


@bp.route(
    "/desk/challenges/<ref>/reading/answers/<uuid:answer_id>/withhold", methods=["GET", "POST"]
)
@permit(policy.may_write_about, load=answer)
def withhold(session: Session, found: Found) -> Answer:
    form = WithholdForm(request.form, data={"place": remarking.WHOLE})
    form.offer(found.answer.text, whole=True)
    if form.submitted():
        with showing_refusals(form, session):
            said: dict[str, Any] = {"place": form.place.data, "passage": form.passage.data}
            said |= {"by": actor().id, "at": now(session), "ground": Ground(form.ground.data)}
            withholding.withhold(session, found.challenge, found.answer, **said)
            flash("Withheld from the public copy. The answer itself is as it was")
            return redirect(request.path, 303)
    withheld = reading.withheld_of(session, found.answer.id)
    marks = [Span(each[0].begins, each[0].ends, "withheld") for each in withheld]
    return page(
        "findings/withhold.html",
        form=form,
        challenge=found.challenge,
        found=found,
        pieces=pieces(found.answer.text, marks),
        withheld=withheld,
    )


@bp.post("/desk/challenges/<ref>/reading/withheld/<uuid:redaction_id>/restore")
@permit(policy.may_write_about, load=reading.redaction)
def restore(session: Session, withheld: Withheld) -> Answer:
    made, challenge = withheld.redaction, withheld.challenge
    back = f"/desk/challenges/{challenge.reference}/reading/answers/{made.answer_id}/withhold"
    withholding.restore(session, challenge, made, by=actor().id, at=now(session))
    flash("The words are in the public copy again, if the supplier agreed to it")
    return redirect(back, 303)


@bp.get("/desk/challenges/<ref>/copies")
@permit(policy.may_come, load=for_desk)
def copies(session: Session, challenge: Challenge) -> Answer:
    at = now(session)
    if not is_final(challenge, at):
        return page("responses/sealed.html", challenge=challenge, at=at)
    return _show(session, challenge, CopiesForm(None))


@bp.post("/desk/challenges/<ref>/copies")
@permit(policy.may_write, load=responses.unsealed)
def change_copies(session: Session, challenge: Challenge) -> Answer:
    """Publish, take down, or delete what was for the evaluation only."""
    form = CopiesForm(request.form)
    form.offer(reading.state(session, challenge), over=challenge.stage in OVER)
    if form.submitted():
        with showing_refusals(form, session):
            flash(_done(session, challenge, form.verb.data))
            return redirect(request.path, 303)
    return _show(session, challenge, form)


def _done(session: Session, challenge: Challenge, verb: str) -> str:
    who: Any = {"by": actor().id, "at": now(session)}
    if verb == PUBLISH:
        return f"Public copies: {publishing.publish(session, challenge, **who)}"
    if verb == DELETE:
        return f"Answers deleted: {deleting.delete_answers(session, challenge, **who)}"
    return f"Copies taken down: {publishing.take_down(session, challenge, **who)}"


def _show(session: Session, challenge: Challenge, form: CopiesForm) -> Answer:
    state = reading.state(session, challenge)
    form.offer(state, over=challenge.stage in OVER)
    return page(
        "findings/copies.html",
        form=form,
        challenge=challenge,
        state=state,
        days=deleting.AFTER_EVALUATION.days,
        writes=policy.may_write(actor(), challenge),
    )


@bp.get("/challenges/<ref>/responses")
@permit(anyone, load=reading.with_copies)
def public_responses(session: Session, challenge: Challenge) -> Answer:
    """What suppliers let be published, without their names."""
    asked = page_asked(PER_PAGE)
    return public_page(
        "findings/public.html",
        challenge=challenge,
        copies=reading.public_copies(session, challenge, asked),
        paging=paging(asked, reading.count_public(session, challenge)),
    )


@bp.get("/challenges/<ref>/responses.json")
@permit(anyone, load=reading.with_copies)
def public_responses_as_json(session: Session, challenge: Challenge) -> Answer:
    """The same for programs, 20 a page; ``next`` is empty on the last."""
    asked = page_asked(PER_PAGE)
    here = paging(asked, reading.count_public(session, challenge))
    following = f"{request.path}?page={asked.number + 1}" if asked.number < here.pages else ""
    rows = reading.public_copies(session, challenge, asked)
    return jsonify(
        challenge=challenge.reference, responses=[_plain(each) for each in rows], next=following
    )


def _plain(copy: PublicCopy) -> dict[str, Any]:
    return {"number": copy.number, "answers": copy.answers}
