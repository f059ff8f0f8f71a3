"""Declare interests, and decide about those of others."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.kernel.paging import Page
from engage.kernel.versions import fingerprint_of
from engage.reviews import policy, queries, service
from engage.reviews.forms import DeclareForm, RulingForm
from engage.reviews.models import Conflict, Declaration, Ruling
from engage.reviews.policy import Standing
from engage.reviews.queries import Board, BoardCase, DeskCase
from engage.reviews.views.blueprint import bp
from engage.reviews.views.door import declared
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals


@bp.route("/board/challenges/<ref>/declare", methods=["GET", "POST"])
@permit(policy.may_sit, load=queries.board)
def declare(session: Session, board: Board) -> Answer:
    """The first page of every board, open to whoever has a seat."""
    form = DeclareForm(request.form, data=DeclareForm.values(board.declaration))
    challenge, me = board.challenge, board.seat.person_id
    if form.submitted():
        with showing_refusals(form, session):
            made = service.declare(
                session,
                challenge,
                session.get_one(Person, me),
                kind=Conflict(form.kind.data),
                detail=form.detail.data,
                organisations=form.organisations.data,
                at=now(session),
            )
            return _after(board, policy.standing(made.ruling))
    return page(
        "reviews/declare.html",
        form=form,
        board=board,
        challenge=challenge,
        **_history(session, challenge, me),
    )


def _after(board: Board, stands: Standing) -> Answer:
    if stands is Standing.CLEAR:
        flash("Your declaration is saved. You can review the ideas")
        return redirect(f"/board/challenges/{board.challenge.reference}", 303)
    flash("Your declaration is saved. Somebody has to decide about it next", "notice")
    return redirect("/board", 303)


@bp.get("/board/challenges/<ref>/declarations")
@permit(policy.may_read_declarations_as_chair, load=queries.board)
@declared
def declarations_as_chair(session: Session, board: Board) -> Answer:
    back = f"/board/challenges/{board.challenge.reference}"
    return _all_declared(session, board.challenge, back, may_export=False)


@bp.get("/desk/challenges/<ref>/board/declarations")
@permit(policy.may_read_declarations, load=for_desk)
def declarations_at_desk(session: Session, challenge: Challenge) -> Answer:
    back = f"/desk/challenges/{challenge.reference}/board"
    return _all_declared(session, challenge, back, may_export=True)


def _all_declared(session: Session, challenge: Challenge, back: str, *, may_export: bool) -> Answer:
    """Everything that was declared, and all that was decided about it."""
    return page(
        "reviews/declarations.html",
        challenge=challenge,
        back=back,
        may_export=may_export,
        **_history(session, challenge),
    )


def _history(
    session: Session, challenge: Challenge, person_id: UUID | None = None
) -> dict[str, Any]:
    """One page of what was declared: by everybody, or by one person."""
    asked, total = page_asked(), queries.count_declared(session, challenge.id, person_id)
    rows = queries.declared(session, challenge.id, person_id, page=asked)
    return {"history": rows, "paging": paging(asked, total)}


@bp.route("/board/challenges/<ref>/conflicts/<uuid:declaration_id>", methods=["GET", "POST"])
@permit(policy.may_rule_as_chair, load=queries.case_for_chair)
@declared
def rule_as_chair(session: Session, case: BoardCase) -> Answer:
    return _rule(session, case, f"/board/challenges/{case.challenge.reference}", "")


@bp.route("/desk/challenges/<ref>/conflicts/<uuid:declaration_id>", methods=["GET", "POST"])
@permit(policy.may_rule_at_desk, load=queries.case_for_desk)
def rule_at_desk(session: Session, case: DeskCase) -> Answer:
    return _rule(session, case, f"/desk/challenges/{case.challenge.reference}", "/board")


def _rule(session: Session, case: BoardCase | DeskCase, root: str, board: str) -> Answer:
    """Decide about the declaration of the address; the page always shows the newest."""
    asked = case.declaration
    form = RulingForm(request.form, data=_stored(_newest(session, asked)))
    if form.submitted():
        with showing_refusals(form, session):
            service.rule_on(
                session,
                asked,
                ruling=Ruling(form.ruling.data),
                mitigation=form.mitigation.data,
                seen=form.seen(),
                by=actor().id,
                at=now(session),
            )
            flash("Your decision is saved")
            return redirect(root + board, 303)
    said = _newest(session, asked)
    if said.id != asked.id:  # the page is about that one from here on
        form.now_knows(fingerprint_of(service.ruled(said)))
    return page(
        "reviews/conflict.html",
        form=form,
        person=case.person,
        said=said,
        earlier=_earlier(session, asked),
        challenge=case.challenge,
        root=root,
        back=root + board,
    )


def _newest(session: Session, asked: Declaration) -> Declaration:
    return queries.current(session, asked.challenge_id, asked.person_id) or asked


def _earlier(session: Session, asked: Declaration) -> list[queries.Declared]:
    every = queries.declared(session, asked.challenge_id, asked.person_id, page=Page())
    return [one for one in every if one.replaced_at or one.decided]


def _stored(said: Declaration) -> dict[str, str]:
    decided = service.ruled(said)
    return {**decided, "version": fingerprint_of(decided)}
