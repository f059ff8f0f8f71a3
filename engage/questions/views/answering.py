"""The officer's page of one question: answer it to everybody, or read how it was dealt with."""

from uuid import UUID

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.interest.queries import count_confirmed
from engage.kernel.clock import now
from engage.questions import policy, queries, service
from engage.questions.anonymity import marked, revealing_words
from engage.questions.forms import AnswerForm
from engage.questions.models import Question, State
from engage.questions.views.blueprint import bp
from engage.questions.views.labels import DONE, LABELS, inbox_of
from engage.web.access import Answer, actor, permit
from engage.web.forms import Versioned
from engage.web.pages import page, showing_refusals


@bp.get("/desk/challenges/<ref>/questions/<uuid:question_id>")
@permit(policy.may_read, load=queries.for_desk)
def question(session: Session, question: Question) -> Answer:
    """A question: to be answered, or as it was dealt with."""
    if not waits_still(question) or not policy.may_answer(actor(), question):
        return dealt_with(session, question)
    form = AnswerForm(None, data={"public_text": question.to_publish, "version": question.state})
    form.offer(_others(session, question))
    return _answer_page(session, question, form)


@bp.post("/desk/challenges/<ref>/questions/<uuid:question_id>")
@permit(policy.may_answer, load=queries.for_desk)
def publish(session: Session, question: Question) -> Answer:
    """Publish question and answer. When a colleague was faster, both versions are shown."""
    form = AnswerForm(request.form)
    form.offer(_others(session, question))
    late = question.state is not State.ASKED  # then the service says what is saved
    if late or (form.submitted() and _may_stand(session, question, form)):
        with showing_refusals(form, session):
            service.answer(
                session,
                question,
                public_text=form.public_text.data,
                answer=form.answer.data,
                also=[UUID(each) for each in form.also.data] if not late else (),
                by=actor().id,
                at=now(session),
            )
            flash(f"Published as question {question.number}")
            return redirect(inbox_of(question.challenge), 303)
    if form.versions is not None:
        return dealt_with(session, question, form)
    return _answer_page(session, question, form)


def waits_still(question: Question) -> bool:
    """Nothing more is published about a challenge that was withdrawn."""
    return question.state is State.ASKED and question.challenge.stage is not Stage.WITHDRAWN


def _may_stand(session: Session, question: Question, form: AnswerForm) -> bool:
    """Nothing in the words may show who asked; or the officer has read the warning and agrees."""
    if form.all_the_same.data or not _revealing(session, question, form):
        return True
    form.all_the_same.errors = ["Take out the words that may show who asked, or tick this box"]
    return False


def _revealing(session: Session, question: Question, form: AnswerForm) -> list[str]:
    asker = queries.asker(session, question)._asdict()
    asker["people"] = queries.people_of(session, question)
    texts = (form.public_text.shown, form.answer.shown)
    return list(dict.fromkeys(each for text in texts for each in revealing_words(text, **asker)))


def _others(session: Session, question: Question) -> list[tuple[UUID, str]]:
    return [(row.id, row.text) for row in queries.others_waiting(session, question)]


def _answer_page(session: Session, question: Question, form: AnswerForm) -> Answer:
    revealing = _revealing(session, question, form)
    return page(
        "questions/answer.html",
        form=form,
        challenge=question.challenge,
        question=question,
        asker=queries.asker(session, question),
        revealing=revealing,
        preview=[marked(each.shown, revealing) for each in (form.public_text, form.answer)],
        told=count_confirmed(session, question.challenge_id),
    )


def dealt_with(session: Session, question: Question, form: Versioned | None = None) -> Answer:
    return page(
        "questions/question.html",
        form=form,
        challenge=question.challenge,
        question=question,
        published=queries.answered_with(session, question) or question,
        asker=queries.asker(session, question),
        history=queries.history(session, question),
        done=DONE,
        labels=LABELS,
    )
