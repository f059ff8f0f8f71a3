"""What goes to the asker alone: a question back, a ruling, or why there is no answer."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.questions import policy, queries, service
from engage.questions.forms import DeclineForm
from engage.questions.models import Question, State
from engage.questions.views.answering import dealt_with, waits_still
from engage.questions.views.blueprint import bp
from engage.questions.views.labels import inbox_of
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


@bp.get("/desk/challenges/<ref>/questions/<uuid:question_id>/decline")
@permit(policy.may_answer, load=queries.for_desk)
def decline(session: Session, question: Question) -> Answer:
    """Say why there will be no answer."""
    if not waits_still(question):
        return dealt_with(session, question)
    challenge = question.challenge
    first = "" if question.waits_for_ruling else "decline"
    form = DeclineForm(None, data={"version": question.state, "what": first})
    form.offer(ruling=question.waits_for_ruling)
    return page("questions/decline.html", form=form, challenge=challenge, question=question)


@bp.post("/desk/challenges/<ref>/questions/<uuid:question_id>/decline")
@permit(policy.may_answer, load=queries.for_desk)
def decline_now(session: Session, question: Question) -> Answer:
    """Tell the asker why there will be no answer."""
    form, challenge = DeclineForm(request.form), question.challenge
    form.offer(ruling=question.waits_for_ruling)
    late = question.state is not State.ASKED
    if late or form.submitted():
        with showing_refusals(form, session):
            flash(_tell_asker(session, question, form))
            return redirect(inbox_of(challenge), 303)
    if form.versions is not None:
        return dealt_with(session, question, form)
    return page("questions/decline.html", form=form, challenge=challenge, question=question)


def _tell_asker(session: Session, question: Question, form: DeclineForm) -> str:
    words, by, at = form.reason.data, actor().id, now(session)
    if form.what.data in ("keep", "open"):
        keep = form.what.data == "keep"
        service.rule(session, question, keep=keep, because=words, by=by, at=at)
        return "The supplier is told by e-mail" + ("" if keep else ", and chooses what to do")
    if form.what.data == "back":
        service.ask_back(session, question, text=words, by=by, at=at)
        return "The supplier is asked by e-mail"
    service.decline(session, question, reason=words, by=by, at=at)
    return "The supplier who asked is told why"
