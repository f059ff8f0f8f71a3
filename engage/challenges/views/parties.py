"""Naming organisations that have a part in the procurement and are not on engage."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.forms import PartyForm
from engage.challenges.models import Challenge, OutsideParty
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.forms import ButtonForm
from engage.web.pages import page, showing_refusals


@bp.route("/desk/challenges/<ref>/partners/name", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def add_party(session: Session, challenge: Challenge) -> Answer:
    form = PartyForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.add_party(session, challenge, **form.given(), by=actor().id, at=now(session))
            flash(f"{form.party.data} is named")
            return _back(challenge)
    return page("challenges/party_add.html", challenge=challenge, form=form)


@bp.route("/desk/parties/<uuid:party_id>/remove", methods=["GET", "POST"])
@permit(policy.may_remove_party, load=queries.outside_party)
def remove_party(session: Session, party: OutsideParty) -> Answer:
    form, challenge = ButtonForm(request.form), party.challenge
    if form.submitted():
        with showing_refusals(form, session):
            service.remove_party(session, party, by=actor().id, at=now(session))
            flash("Removed")
            return _back(challenge)
    return page("challenges/party_remove.html", form=form, challenge=challenge, party=party)


def _back(challenge: Challenge) -> Answer:
    return redirect(f"/desk/challenges/{challenge.reference}/partners", 303)
