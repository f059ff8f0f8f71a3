"""One answer, with its highlights and notes; making one, taking one's own away."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.findings import policy
from engage.findings.forms.reading import RemarkForm
from engage.findings.models import Colour
from engage.findings.queries import marking, reading
from engage.findings.queries.marking import OnAnswer
from engage.findings.queries.reading import Found
from engage.findings.service import remarking
from engage.findings.views.blueprint import bp
from engage.findings.views.reading import shown
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


@bp.route("/desk/challenges/<ref>/reading/answers/<uuid:answer_id>", methods=["GET", "POST"])
@permit(policy.may_read, load=reading.answer)
def one_answer(session: Session, found: Found) -> Answer:
    form = RemarkForm(request.form, data={"colour": Colour.YELLOW, "place": remarking.WHOLE})
    form.offer(found.answer.text, whole=True)
    if form.submitted():
        with showing_refusals(form, session):
            about = found.challenge, found.answer, form.mark()
            remarking.remark(session, *about, by=actor().id, at=now(session))
            flash("Saved, and shared" if form.shared.data else "Saved for you alone")
            return _to_answer(found.challenge.reference, str(found.answer.id))
    return _show(session, found, form)


def _show(session: Session, found: Found, form: RemarkForm) -> Answer:
    noted = reading.remarks(session, [found.answer.id], actor().id)[found.answer.id]
    before, after = reading.neighbours(session, found)
    return page(
        "findings/answer.html",
        form=form,
        challenge=found.challenge,
        found=found,
        pieces=shown(found.answer, noted),
        noted=noted,
        own_id=actor().id,
        writes=policy.may_write(actor(), found.challenge),
        before=before,
        after=after,
    )


@bp.post("/desk/challenges/<ref>/reading/remarks/<uuid:remark_id>/remove")
@permit(policy.may_take_away, load=marking.remark)
def remove_remark(session: Session, on: OnAnswer) -> Answer:
    remarking.take_away(session, on.remark)
    flash("Taken away")
    return _to_answer(on.challenge.reference, str(on.remark.answer_id))


def _to_answer(ref: str, answer_id: str) -> Answer:
    return redirect(f"/desk/challenges/{ref}/reading/answers/{answer_id}", 303)
