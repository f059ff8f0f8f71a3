"""Pages. Parse, permit, call one verb, answer."""

from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy as challenges
from engage.challenges import service as engagements
from engage.challenges.lifecycle import UNPUBLISHED, Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.challenges.timetable import last_day_of
from engage.interest.models import Interest
from engage.interest.queries import count_confirmed, room
from engage.kernel.clock import now, to_wall
from engage.kernel.text import excerpt
from engage.kernel.versions import fingerprint_of
from engage.questions import policy, queries, service
from engage.questions.anonymity import marked, revealing_words
from engage.questions.countdown import left
from engage.questions.forms import AnswerForm, AskForm, DeclineForm, QuestionDatesForm, ReplyForm
from engage.questions.models import Question, State
from engage.web.access import Answer, Door, actor, permit
from engage.web.forms import Versioned
from engage.web.limits import REGISTRATIONS, limiter
from engage.web.pages import page, page_asked, paging, read_until, showing_refusals

bp = Blueprint("questions", __name__)

LABELS = {
    State.ASKED: ("Waiting", "yellow"),
    State.ANSWERED: ("Answered", "green"),
    State.DECLINED: ("Not answered", "grey"),
}


@bp.get("/my/challenges/<ref>/questions/ask")
@permit(policy.may_ask, load=room, door=Door.LINK)
def ask(session: Session, interest: Interest) -> Answer:
    """Ask; see what I asked, and what everybody asked."""
    return _ask_page(session, interest, AskForm(None))


@bp.post("/my/challenges/<ref>/questions/ask")
@limiter.limit(REGISTRATIONS)
@permit(policy.may_ask, load=room, door=Door.LINK)
def ask_now(session: Session, interest: Interest) -> Answer:
    """Send the question to the council."""
    if "about" in request.form:
        return _reply(session, interest)
    form = AskForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.ask(session, interest, text=form.text.data, at=now(session))
            flash("The council has your question. We e-mail you when there is an answer")
            return redirect(_asking(interest.challenge), 303)
    return _ask_page(session, interest, form)


def _reply(session: Session, interest: Interest) -> Answer:
    form = ReplyForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            about = _identifier(form.about.data)
            service.reply(session, interest, about, text=form.reply.data, at=now(session))
            flash("The council has your reply")
            return redirect(_asking(interest.challenge), 303)
    return _ask_page(session, interest, AskForm(None), form)


def _identifier(text: str | None) -> UUID:
    """What a page of ours carries; one that no question has, when somebody else wrote it."""
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)


def _ask_page(
    session: Session, interest: Interest, form: AskForm, replying: ReplyForm | None = None
) -> Answer:
    challenge, at = interest.challenge, now(session)
    mine = queries.asked_by(session, interest.id)
    return page(
        "questions/ask.html",
        form=replying or form,
        asking=form,
        replying=replying,
        replies={
            each.id: replying
            if replying and replying.about.data == str(each.id)
            else ReplyForm(None, data={"about": str(each.id)})
            for each in mine
            if each.said and each.said[-1]["council"]
        },
        challenge=challenge,
        is_open=challenge.takes_questions(at),
        goes_on=challenge.takes_part(at),
        left=left(challenge.questions_end or challenge.engagement_ends, at),
        mine=mine,
        questions=queries.published(session, challenge.id, after=read_until()),
        labels=LABELS,
    )


@bp.get("/desk/challenges/<ref>/questions")
@permit(challenges.may_read, load=for_desk)
def inbox(session: Session, challenge: Challenge) -> Answer:
    """What waits for an answer, and what was dealt with; 50 a page."""
    numbers = queries.counts(session, challenge.id)
    asked, at = page_asked(), now(session)
    found = queries.inbox(session, challenge.id, page=asked)
    rows = [(row, excerpt(row.text, 120), _waits((at - row.asked_at).days)) for row in found]
    return page(
        "questions/inbox.html",
        challenge=challenge,
        rows=rows,
        labels=LABELS,
        numbers=numbers,
        waiting=numbers[State.ASKED],
        last_day=engagements.question_dates(challenge)["last_day"],
        late=challenge.answers_by is not None and to_wall(at)[0] > challenge.answers_by,
        may_move=_may_move(challenge, at),
        paging=paging(asked, sum(numbers.values())),
    )


def _waits(days: int) -> str:
    return "Since today" if days < 1 else f"{days} day{'s' if days > 1 else ''}"


@bp.route("/desk/challenges/<ref>/questions/dates", methods=["GET", "POST"])
@permit(challenges.may_write, load=for_desk)
def dates(session: Session, challenge: Challenge) -> Answer:
    """Until when suppliers may ask, and by when they are answered."""
    at = now(session)
    saved = engagements.question_dates(challenge)
    usual = engagements.usual_dates(challenge, at)
    shown = saved if saved["last_day"] else _proposed(usual)
    form = QuestionDatesForm(request.form, data={**shown, "version": fingerprint_of(saved)})
    if form.submitted():
        with showing_refusals(form, session):
            engagements.set_question_dates(
                session,
                challenge,
                last_day=form.last_day.data,
                answers_by=form.answers_by.data,
                seen=form.seen(),
                by=actor().id,
                at=at,
            )
            flash("Days for questions saved")
            return redirect(_inbox(challenge), 303)
    told = count_confirmed(session, challenge.id) if challenge.is_public else 0
    return page("questions/dates.html", form=form, challenge=challenge, told=told)


def _proposed(usual: tuple[datetime, date] | None) -> dict[str, date | None]:
    asking, answering = usual or (None, None)
    return {"last_day": last_day_of(asking) if asking else None, "answers_by": answering}


def _may_move(challenge: Challenge, at: datetime) -> bool:
    """Somebody who may, while it is of use to suppliers."""
    alive = challenge.stage in UNPUBLISHED or challenge.takes_part(at)
    return alive and not challenge.retrospective and challenges.may_write(actor(), challenge)


@bp.get("/desk/challenges/<ref>/questions/<uuid:question_id>")
@permit(policy.may_read, load=queries.for_desk)
def question(session: Session, question: Question) -> Answer:
    """A question: to be answered, or as it was dealt with."""
    if not _waits_still(question) or not policy.may_answer(actor(), question):
        return _dealt_with(session, question)
    form = AnswerForm(None, data={"public_text": question.text, "version": question.state})
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
            return redirect(_inbox(question.challenge), 303)
    if form.versions is not None:
        return _dealt_with(session, question, form)
    return _answer_page(session, question, form)


@bp.get("/desk/challenges/<ref>/questions/<uuid:question_id>/decline")
@permit(policy.may_answer, load=queries.for_desk)
def decline(session: Session, question: Question) -> Answer:
    """Say why there will be no answer."""
    if not _waits_still(question):
        return _dealt_with(session, question)
    challenge = question.challenge
    form = DeclineForm(None, data={"version": question.state, "what": "decline"})
    return page("questions/decline.html", form=form, challenge=challenge, question=question)


@bp.post("/desk/challenges/<ref>/questions/<uuid:question_id>/decline")
@permit(policy.may_answer, load=queries.for_desk)
def decline_now(session: Session, question: Question) -> Answer:
    """Tell the asker why there will be no answer."""
    form, challenge = DeclineForm(request.form), question.challenge
    late = question.state is not State.ASKED
    if late or form.submitted():
        with showing_refusals(form, session):
            flash(_tell_asker(session, question, form))
            return redirect(_inbox(challenge), 303)
    if form.versions is not None:
        return _dealt_with(session, question, form)
    return page("questions/decline.html", form=form, challenge=challenge, question=question)


def _tell_asker(session: Session, question: Question, form: DeclineForm) -> str:
    words, by, at = form.reason.data, actor().id, now(session)
    if form.what.data == "back":
        service.ask_back(session, question, text=words, by=by, at=at)
        return "The supplier is asked by e-mail"
    service.decline(session, question, reason=words, by=by, at=at)
    return "The supplier who asked is told why"


def _waits_still(question: Question) -> bool:
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


def _dealt_with(session: Session, question: Question, form: Versioned | None = None) -> Answer:
    return page(
        "questions/question.html",
        form=form,
        challenge=question.challenge,
        question=question,
        published=queries.answered_with(session, question) or question,
        asker=queries.asker(session, question),
        labels=LABELS,
    )


def _inbox(challenge: Challenge) -> str:
    return f"/desk/challenges/{challenge.reference}/questions"


def _asking(challenge: Challenge) -> str:
    return f"/my/challenges/{challenge.reference}/questions/ask"
