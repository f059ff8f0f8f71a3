"""Declare interests, and decide about those of others."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.kernel.clock import now
from engage.reviews import policy, queries, service
from engage.reviews.forms import DeclareForm, RulingForm
from engage.reviews.models import Conflict, Ruling
from engage.reviews.policy import Standing
from engage.reviews.queries import Board, BoardCase, DeskCase
from engage.reviews.views.blueprint import bp
from engage.reviews.views.door import declared
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


@bp.route("/board/challenges/<ref>/declare", methods=["GET", "POST"])
@permit(policy.may_sit, load=queries.board)
def declare(session: Session, board: Board) -> Answer:
    """The first page of every board, open to whoever has a seat."""
    form = DeclareForm(request.form, data=DeclareForm.values(board.declaration))
    if form.submitted():
        with showing_refusals(form, session):
            made = service.declare(
                session,
                board.challenge,
                session.get_one(Person, board.seat.person_id),
                kind=Conflict(form.kind.data),
                detail=form.detail.data,
                at=now(session),
            )
            return _after(board, policy.standing(made.ruling))
    return page("reviews/declare.html", form=form, board=board, challenge=board.challenge)


def _after(board: Board, stands: Standing) -> Answer:
    if stands is Standing.CLEAR:
        flash("Your declaration is saved. You can review the ideas.")
        return redirect(f"/board/challenges/{board.challenge.reference}", 303)
    flash("Your declaration is saved. Somebody has to decide about it next.", "notice")
    return redirect("/board", 303)


@bp.route("/board/challenges/<ref>/conflicts/<uuid:declaration_id>", methods=["GET", "POST"])
@permit(policy.may_rule_as_chair, load=queries.case_for_chair)
@declared
def rule_as_chair(session: Session, case: BoardCase) -> Answer:
    return _rule(session, case, f"/board/challenges/{case.challenge.reference}")


@bp.route("/desk/challenges/<ref>/conflicts/<uuid:declaration_id>", methods=["GET", "POST"])
@permit(policy.may_rule_at_desk, load=queries.case_for_desk)
def rule_at_desk(session: Session, case: DeskCase) -> Answer:
    return _rule(session, case, f"/desk/challenges/{case.challenge.reference}/board")


def _rule(session: Session, case: BoardCase | DeskCase, back: str) -> Answer:
    said = case.declaration
    about = {"declared_at": said.declared_at.isoformat()}
    stored = {"ruling": said.ruling, "mitigation": said.mitigation, **about}
    form = RulingForm(request.form, data=stored)
    if form.submitted():
        with showing_refusals(form, session):
            service.rule_on(
                session,
                said,
                ruling=Ruling(form.ruling.data),
                mitigation=form.mitigation.data,
                declared_at=form.seen(),
                by=actor().id,
                at=now(session),
            )
            flash("Your decision is saved.")
            return redirect(back, 303)
    if form.form_errors:
        form.shows(said)
    return page("reviews/conflict.html", form=form, case=case, challenge=case.challenge, back=back)
