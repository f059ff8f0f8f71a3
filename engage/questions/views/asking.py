"""The supplier's page: ask, reply, choose; what I asked and what everybody asked."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, request
from sqlalchemy import Row
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.interest.queries import room
from engage.kernel.clock import now
from engage.questions import policy, queries, service
from engage.questions.countdown import left
from engage.questions.forms import AskForm, ChoosingForm, ReplyForm
from engage.questions.models import Ruling
from engage.questions.views.blueprint import bp
from engage.questions.views.labels import LABELS
from engage.web.access import Answer, Door, permit
from engage.web.limits import REGISTRATIONS, limiter
from engage.web.pages import page, read_until, showing_refusals


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
    if "over" in request.form:
        return _choose(session, interest)
    form = AskForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            words = {"text": form.text.data, "confidential": form.confidential.data}
            service.ask(session, interest, **words, at=now(session))
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


def _choose(session: Session, interest: Interest) -> Answer:
    form = ChoosingForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            over, publish = _identifier(form.over.data), form.publish.data == "yes"
            service.choose(session, interest, over, publish=publish, at=now(session))
            flash("All of it may be published now" if publish else "Your question is taken back")
            return redirect(_asking(interest.challenge), 303)
    return _ask_page(session, interest, AskForm(None), choosing=form)


def _identifier(text: str | None) -> UUID:
    """What a page of ours carries; one that no question has, when somebody else wrote it."""
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)


def _ask_page(
    session: Session,
    interest: Interest,
    form: AskForm,
    replying: ReplyForm | None = None,
    choosing: ChoosingForm | None = None,
) -> Answer:
    challenge, at = interest.challenge, now(session)
    mine = queries.asked_by(session, interest.id)
    return page(
        "questions/ask.html",
        form=replying or choosing or form,
        asking=form,
        replying=replying,
        replies=_replies(mine, replying),
        choices=_choices(mine, choosing),
        challenge=challenge,
        is_open=challenge.takes_questions(at),
        goes_on=challenge.takes_part(at),
        left=left(challenge.questions_end or challenge.engagement_ends, at),
        mine=mine,
        questions=queries.published(session, challenge.id, after=read_until()),
        labels=LABELS,
    )


def _replies(mine: Sequence[Row[Any]], sent: ReplyForm | None) -> dict[UUID, ReplyForm]:
    """A form for each question about which the council wants to know something."""
    return {
        each.id: sent
        if sent and sent.about.data == str(each.id)
        else ReplyForm(None, data={"about": str(each.id)})
        for each in mine
        if each.said and each.said[-1]["council"]
    }


def _choices(mine: Sequence[Row[Any]], sent: ChoosingForm | None) -> dict[UUID, ChoosingForm]:
    """A form for each question of which a part is not kept confidential."""
    return {
        each.id: sent
        if sent and sent.over.data == str(each.id)
        else ChoosingForm(None, data={"over": str(each.id)})
        for each in mine
        if each.ruling is Ruling.REFUSED and each.agreed_at is None
    }


def _asking(challenge: Challenge) -> str:
    return f"/my/challenges/{challenge.reference}/questions/ask"
