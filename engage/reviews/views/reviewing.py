"""One idea on one screen: what it says, and what this member thinks of it."""

from typing import Any

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.kernel.clock import now
from engage.responses.views import note_reading
from engage.reviews import policy, queries, service
from engage.reviews.forms import ReviewForm
from engage.reviews.models import Criterion, Referral, Review, Verdict
from engage.reviews.queries import Idea
from engage.reviews.views.blueprint import bp
from engage.reviews.views.door import declared
from engage.web.access import Answer, permit
from engage.web.pages import page, showing_refusals


@bp.route("/board/reviews/<uuid:referral_id>", methods=["GET", "POST"])
@permit(policy.may_sit, load=queries.idea)
@declared
def review(session: Session, idea: Idea) -> Answer:
    """Score an idea. What others think is asked for only once one's own review is submitted."""
    asked = queries.criteria(session, idea.referral.challenge_id)
    mine = queries.own_review(session, idea.referral.id, idea.board.seat.person_id)
    form = ReviewForm.shaped(asked)(request.form, data=ReviewForm.values(mine))
    note_reading(session, idea.referral.response_id, idea.board.seat.person_id)
    if form.submitted():
        with showing_refusals(form, session):
            _save(session, idea, form)
            return _next(session, idea, form)
    return page("reviews/review.html", form=form, **_shown(session, idea, asked, mine))


def _save(session: Session, idea: Idea, form: ReviewForm) -> None:
    verb = service.save_review if form.is_draft else service.submit_review
    verb(
        session,
        idea.referral,
        scores=form.scores(),
        comment=form["comment"].data,
        seen=form.seen(),
        by=idea.board.seat.person_id,
        at=now(session),
    )


def _next(session: Session, idea: Idea, form: ReviewForm) -> Answer:
    referral = idea.referral
    if form.is_draft:
        flash(f"Your draft about Idea {referral.number} is saved. Only you can see it")
        return redirect(f"/board/reviews/{referral.id}", 303)
    flash(f"Your review of Idea {referral.number} is submitted")
    me = idea.board.seat.person_id
    following = queries.next_idea(session, referral.challenge_id, me, after=referral.number)
    if form.is_change or following is None:
        return redirect(f"/board/reviews/{referral.id}", 303)
    return redirect(f"/board/reviews/{following.id}", 303)


def _shown(
    session: Session,
    idea: Idea,
    asked: list[Criterion],
    mine: Review | None,
) -> dict[str, Any]:
    referral, me = idea.referral, idea.board.seat.person_id
    is_in = mine is not None and mine.submitted_at is not None
    return {
        "challenge": idea.board.challenge,
        "idea": referral,
        "said": queries.said(session, referral),
        "progress": queries.progress(session, referral.challenge_id, me),
        "is_in": is_in,
        "is_open": _is_open(referral),
        "own": _pairs(asked, mine),
        "comment": mine.comment if mine else "",
        "opinions": queries.opinions(session, referral, mine) if mine and is_in else None,
    }


def _is_open(referral: Referral) -> bool:
    return referral.verdict is Verdict.PENDING and referral.challenge.stage is Stage.WITH_BOARD


def _pairs(asked: list[Criterion], review: Review | None) -> list[tuple[str, str]]:
    """A stored review in words, criterion by criterion; empty when there is none."""
    if review is None:
        return []
    given = {score.criterion_id: score.value for score in review.scores}
    return [(one.name, f"{given[one.id]} of 5" if one.id in given else "") for one in asked]
