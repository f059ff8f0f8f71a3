"""The officer's inbox, and the days for questions."""

from datetime import date, datetime

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy as challenges
from engage.challenges import service as engagements
from engage.challenges.lifecycle import UNPUBLISHED
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.challenges.timetable import last_day_of
from engage.interest.queries import count_confirmed
from engage.kernel.clock import now, to_wall
from engage.kernel.text import excerpt
from engage.kernel.versions import fingerprint_of
from engage.questions import queries
from engage.questions.forms import QuestionDatesForm
from engage.questions.models import State
from engage.questions.views.blueprint import bp
from engage.questions.views.labels import LABELS, inbox_of
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals


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
            return redirect(inbox_of(challenge), 303)
    told = count_confirmed(session, challenge.id) if challenge.is_public else 0
    return page("questions/dates.html", form=form, challenge=challenge, told=told)


def _proposed(usual: tuple[datetime, date] | None) -> dict[str, date | None]:
    asking, answering = usual or (None, None)
    return {"last_day": last_day_of(asking) if asking else None, "answers_by": answering}


def _may_move(challenge: Challenge, at: datetime) -> bool:
    """Somebody who may, while it is of use to suppliers."""
    alive = challenge.stage in UNPUBLISHED or challenge.takes_part(at)
    return alive and not challenge.retrospective and challenges.may_write(actor(), challenge)
