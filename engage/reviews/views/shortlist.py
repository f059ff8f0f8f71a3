"""The chair's table and decisions. A shortlist takes ideas forward; it selects no supplier."""

from flask import abort, flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.kernel.clock import now
from engage.reviews import policy, queries, service
from engage.reviews.forms import DecisionForm
from engage.reviews.models import Referral, Verdict
from engage.reviews.queries import Board, Line, Shortlist
from engage.reviews.views.blueprint import bp
from engage.reviews.views.door import declared
from engage.web.access import Answer, permit
from engage.web.pages import page, page_asked, paging, showing_refusals

DIGITS = 9  # of a number of an idea


@bp.get("/board/challenges/<ref>/shortlist")
@permit(policy.may_read_shortlist, load=queries.shortlist)
@declared
def shortlist(session: Session, found: Shortlist) -> Answer:
    """The table, and below it the decision about one idea: ``?idea=3``, or the first undecided."""
    chosen = _before_the_chair(session, found)
    return _table(session, found, chosen, DecisionForm(None, data=_stored(chosen)))


@bp.post("/board/challenges/<ref>/shortlist")
@permit(policy.may_decide, load=queries.shortlist)
@declared
def decide(session: Session, found: Shortlist) -> Answer:
    """Record what was decided about the idea that the form names."""
    chosen = _before_the_chair(session, found)
    form = DecisionForm(request.form, data=_stored(chosen))
    if form.submitted() and chosen is not None:
        with showing_refusals(form, session):
            _decide(session, found, chosen.idea, form)
            flash(f"Your decision about Idea {chosen.idea.number} is saved")
            return redirect(f"{request.path}{_page_kept()}", 303)
    if chosen is None:
        form.refuse("The board is not at work on this challenge, so nothing can be decided.")
    return _table(session, found, chosen, form)


def _before_the_chair(session: Session, found: Shortlist) -> Line | None:
    """The idea to decide about, while there is something to decide for this reader."""
    at_work = found.board.challenge.stage is Stage.WITH_BOARD
    return _chosen(session, found.board) if policy.chairs(found.board) and at_work else None


def _chosen(session: Session, board: Board) -> Line | None:
    """The idea that the form (or the address) is about, or else the first undecided one."""
    wanted = request.form.get("idea") or request.args.get("idea")
    if not wanted:
        return queries.first_undecided(session, board)
    is_number = wanted.isascii() and wanted.isdecimal() and len(wanted) <= DIGITS
    return (queries.line(session, board, int(wanted)) if is_number else None) or abort(404)


def _page_kept() -> str:
    number = page_asked().number
    return f"?page={number}" if number > 1 else ""


def _table(session: Session, found: Shortlist, chosen: Line | None, form: DecisionForm) -> Answer:
    asked = page_asked()
    return page(
        "reviews/shortlist.html",
        form=form,
        board=found.board,
        challenge=found.board.challenge,
        lines=queries.lines(session, found.board, page=asked),
        chosen=chosen,
        found=found,
        paging=paging(asked, found.ideas),
    )


def _stored(chosen: Line | None) -> dict[str, object]:
    if chosen is None:
        return {}
    idea = chosen.idea
    verdict = "" if idea.verdict is Verdict.PENDING else idea.verdict
    about = {"idea": idea.number, "version": idea.version}
    return {"verdict": verdict, "reasons": idea.reasons, **about}


def _decide(session: Session, found: Shortlist, idea: Referral, form: DecisionForm) -> None:
    service.decide(
        session,
        idea,
        verdict=Verdict(form.verdict.data),
        reasons=form.reasons.data,
        seen=form.seen(),
        although_missing=form.although.data,
        by=found.board.seat.person_id,
        at=now(session),
    )
