"""The lots of a statement: a list, and a page for each; of a draft, or of changes that wait."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.forms import LotForm, LotsForm
from engage.challenges.lifecycle import Stage
from engage.challenges.lots import BLANK, MOST_LOTS, Lots, with_lot, without_lot
from engage.challenges.models import Challenge
from engage.challenges.queries import history
from engage.challenges.views.amending import require_amendable
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.errors import Refusal
from engage.kernel.versions import fingerprint_of
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, safe_next, showing_refusals


def lots(amending: bool, session: Session, challenge: Challenge) -> Answer:
    """The list; its buttons take a lot away."""
    if _only_to_read(amending, challenge):
        return redirect(_address(amending, challenge), 303)
    known = _known(amending, session, challenge)
    form = LotsForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            if form.seen.data != _mark(known):
                raise Refusal("The lots changed after you opened this page. Look at them again.")
            rest = without_lot(known, form.number())
            _keep(amending, session, challenge, rest, form.seen.data)
            flash("The lot is taken away")
            return redirect(_address(amending, challenge, "/lots"), 303)
    return page(
        "challenges/lots.html",
        form=form,
        challenge=challenge,
        lots=known,
        seen=_mark(known),
        root=_address(amending, challenge),
        back=safe_next(_address(amending, challenge, "/subject")),
        may_add=len(known) < MOST_LOTS,
        amending=amending,
    )


def lot(amending: bool, session: Session, challenge: Challenge) -> Answer:
    """``?number=`` of the list, or a new one."""
    if _only_to_read(amending, challenge):
        return redirect(_address(amending, challenge), 303)
    known = _known(amending, session, challenge)
    number = _number() or len(known) + 1
    is_new = number > len(known)
    about: Mapping[str, Any] = BLANK if is_new else known[number - 1]
    form = LotForm(request.form, data={**LotForm.shown(about), "version": _mark(known)})
    form.number = number
    if form.submitted():
        with showing_refusals(form, session):
            changed = with_lot(known, number, form.given())
            _keep(amending, session, challenge, changed, form.seen())
            flash("The lot is saved" + (". Nothing public has changed yet" if amending else ""))
            return redirect(_address(amending, challenge, "/lots"), 303)
    return page(
        "challenges/lot.html",
        form=form,
        challenge=challenge,
        number=number,
        is_new=is_new,
        root=_address(amending, challenge),
        amending=amending,
    )


def _only_to_read(amending: bool, challenge: Challenge) -> bool:
    """Whether somebody opens a page to change what is no draft any more."""
    return not amending and challenge.stage is not Stage.DRAFT and request.method == "GET"


def _number() -> int:
    """0 where the address has none; a lot that somebody took away meanwhile is a new one."""
    text = request.args.get("number", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def _known(amending: bool, session: Session, challenge: Challenge) -> Lots:
    """The lots as they would be changed."""
    if amending:
        require_amendable(session, challenge)
        challenge = service.as_amended(challenge, history.amendment(session, challenge.id))
    return challenge.lot_list


def _keep(amending: bool, session: Session, challenge: Challenge, kept: Lots, seen: str) -> None:
    save = service.propose if amending else service.revise
    changes, at = {"lot_list": kept}, now(session)
    save(session, challenge, changes=changes, seen=seen, by=actor().id, at=at)


def _mark(lots: Lots) -> str:
    return fingerprint_of({"lot_list": lots})


def _address(amending: bool, challenge: Challenge, part: str = "") -> str:
    return f"/desk/challenges/{challenge.reference}/{'amend' if amending else 'statement'}{part}"


for place, is_amending in (("statement", False), ("amend", True)):
    bp.add_url_rule(
        f"/desk/challenges/<ref>/{place}/lots",
        f"{place}_lots",
        permit(policy.may_write, load=queries.for_desk)(partial(lots, is_amending)),
        methods=["GET", "POST"],
    )
    bp.add_url_rule(
        f"/desk/challenges/<ref>/{place}/lot",
        f"{place}_lot",
        permit(policy.may_write, load=queries.for_desk)(partial(lot, is_amending)),
        methods=["GET", "POST"],
    )
