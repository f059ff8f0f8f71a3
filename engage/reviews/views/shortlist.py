"""The chair's table and decisions. A shortlist takes ideas forward; it selects no supplier."""

from dataclasses import dataclass

from flask import abort, flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.kernel.clock import now
from engage.reviews import policy, queries, service
from engage.reviews.forms import DecisionForm
from engage.reviews.models import Referral, Verdict
from engage.reviews.queries import Figures, Shortlist
from engage.reviews.views.blueprint import bp
from engage.reviews.views.door import declared
from engage.web.access import Answer, permit
from engage.web.pages import page, showing_refusals


@dataclass(frozen=True)
class Line:
    """One idea of the table; ``figures`` only if the reader's own review of it is in."""

    idea: Referral
    figures: Figures | None
    missing: int | None


@bp.get("/board/challenges/<ref>/shortlist")
@permit(policy.may_read_shortlist, load=queries.shortlist)
@declared
def shortlist(session: Session, found: Shortlist) -> Answer:
    """The table, and below it the decision about one idea: ``?idea=3``, or the first undecided."""
    lines = _lines(session, found)
    chosen = _before_the_chair(found, lines)
    return _table(found, lines, chosen, DecisionForm(None, data=_stored(chosen)))


@bp.post("/board/challenges/<ref>/shortlist")
@permit(policy.may_decide, load=queries.shortlist)
@declared
def decide(session: Session, found: Shortlist) -> Answer:
    """Record what was decided about the idea that the form names."""
    lines = _lines(session, found)
    chosen = _before_the_chair(found, lines)
    form = DecisionForm(request.form, data=_stored(chosen))
    if form.submitted() and chosen is not None:
        with showing_refusals(form, session):
            _decide(session, found, chosen.idea, form)
            flash(f"Your decision about Idea {chosen.idea.number} is saved.")
            return redirect(f"/board/challenges/{found.board.challenge.reference}/shortlist", 303)
    if chosen is None:
        form.refuse("The board is not at work on this challenge, so nothing can be decided.")
    return _table(found, lines, chosen, form)


def _before_the_chair(found: Shortlist, lines: list[Line]) -> Line | None:
    """The idea to decide about, while there is something to decide for this reader."""
    at_work = found.board.challenge.stage is Stage.WITH_BOARD
    return _chosen(lines) if found.board.seat.is_chair and at_work else None


def _table(found: Shortlist, lines: list[Line], chosen: Line | None, form: DecisionForm) -> Answer:
    return page(
        "reviews/shortlist.html",
        form=form,
        board=found.board,
        challenge=found.board.challenge,
        lines=lines,
        chosen=chosen,
        pending=found.pending,
    )


def _lines(session: Session, found: Shortlist) -> list[Line]:
    """Best first, as far as the reader may know; then the others by number."""
    board = found.board
    rows = queries.for_shortlist(session, board.challenge.id, board.seat.person_id)
    known = queries.figures(session, board.challenge.id)
    expected = queries.reviewers(session, board.challenge.id)
    lines = []
    for referral, is_in in rows:
        figures = known.get(referral.id) if is_in else None
        missing = expected - (figures.reviews if figures else 0) if is_in else None
        lines.append(Line(referral, figures, missing))
    return sorted(lines, key=lambda one: (-one.figures.mean if one.figures else 1, one.idea.number))


def _chosen(lines: list[Line]) -> Line | None:
    """The idea that the form (or the address) is about."""
    wanted = request.form.get("idea") or request.args.get("idea")
    if wanted:
        found = [line for line in lines if str(line.idea.number) == wanted]
        return found[0] if found else abort(404)
    undecided = [line for line in lines if line.idea.verdict is Verdict.PENDING]
    return undecided[0] if undecided else None


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
