"""After the outcome: for participants their question and their marks, for officers both."""

from typing import Any

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.interest import queries as interests
from engage.interest.models import Interest
from engage.interest.policy import may_take_part
from engage.kernel.clock import now
from engage.outcomes import policy, service
from engage.outcomes.forms import AnswerForm, FollowUpForm, RatingForm
from engage.outcomes.models import Rating
from engage.outcomes.queries import afterwards
from engage.outcomes.queries.afterwards import MARKS, Asked
from engage.outcomes.views.blueprint import address, bp
from engage.web.access import Answer, Door, actor, permit
from engage.web.forms import Form
from engage.web.pages import page, page_asked, paging, showing_refusals


@bp.route("/my/challenges/<ref>/question", methods=["GET", "POST"])
@permit(may_take_part, load=interests.room, door=Door.LINK)
def follow_up(session: Session, interest: Interest) -> Answer:
    """One question about one's own feedback, and what the council answered."""
    form, asked = FollowUpForm(request.form), afterwards.follow_up_of(session, interest.id)
    if request.method == "POST":
        service.require_may_ask(interest.challenge, asked)
    if form.submitted():
        with showing_refusals(form, session):
            service.ask(session, interest, text=form.text.data, at=now(session))
            flash("Your question is sent. The answer comes by e-mail")
            return redirect(request.path, 303)
    return _to_participant("outcomes/follow_up.html", interest, form, asked=asked)


@bp.route("/my/challenges/<ref>/rating", methods=["GET", "POST"])
@permit(may_take_part, load=interests.room, door=Door.LINK)
def rating(session: Session, interest: Interest) -> Answer:
    form = RatingForm(request.form, obj=session.get(Rating, interest.id))
    if request.method == "POST":
        service.require_outcome(interest.challenge)
    if form.submitted():
        with showing_refusals(form, session):
            marks = {name: int(form[name].data) for name in MARKS}
            service.rate(session, interest, marks=marks, words=form.words.data, at=now(session))
            flash("Thank you. The council sees it without your name")
            return redirect(f"/my/challenges/{interest.challenge.reference}", 303)
    return _to_participant("outcomes/rating.html", interest, form)


def _to_participant(template: str, interest: Interest, form: Form, **more: Any) -> Answer:
    return page(template, form=form, interest=interest, challenge=interest.challenge, **more)


@bp.get("/desk/challenges/<ref>/outcome/afterwards")
@permit(policy.may_read, load=for_desk)
def afterwards_page(session: Session, challenge: Challenge) -> Answer:
    asked = page_asked()
    marks = afterwards.marks(session, challenge.id)
    return page(
        "outcomes/afterwards.html",
        challenge=challenge,
        rows=afterwards.follow_ups(session, challenge.id, page=asked),
        paging=paging(asked, afterwards.count_follow_ups(session, challenge.id)),
        marks=marks,
        words=afterwards.words(session, challenge.id) if marks else [],
        fewest=afterwards.FEWEST,
    )


@bp.route("/desk/challenges/<ref>/outcome/afterwards/<uuid:follow_up_id>", methods=["GET", "POST"])
@permit(policy.may_write_about, load=afterwards.asked)
def answer_follow_up(session: Session, asked: Asked) -> Answer:
    form = AnswerForm(request.form)
    if request.method == "POST":
        service.require_unanswered(asked.follow_up)
    if form.submitted():
        with showing_refusals(form, session):
            text = form.text.data
            service.answer(session, asked.follow_up, text=text, by=actor().id, at=now(session))
            flash(f"{asked.organisation} is told by e-mail")
            return redirect(address(asked.challenge, "/afterwards"), 303)
    return page("outcomes/answer.html", form=form, challenge=asked.challenge, asked=asked)
