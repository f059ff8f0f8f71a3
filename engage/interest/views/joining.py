"""Accounts of suppliers: from a confirmed link, and from colleague to colleague."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts import service as accounts
from engage.interest import policy, queries
from engage.interest.forms import ColleagueForm
from engage.interest.models import Interest
from engage.interest.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.errors import Refusal
from engage.suppliers.models import Supplier
from engage.web.access import Answer, Door, actor, permit
from engage.web.limits import REGISTRATIONS, limiter
from engage.web.pages import page, showing_refusals


@bp.post("/my/challenges/<ref>/account")
@limiter.limit(REGISTRATIONS)
@permit(policy.may_take_part, load=queries.room, door=Door.LINK)
def open_account(session: Session, interest: Interest) -> Answer:
    """Send a link to choose a password, to the address that is the supplier's own."""
    if interest.supplier_id is None or not queries.speaks_for_supplier(session, interest):
        raise Refusal("Ask a colleague who has an account to invite you, on their page.")
    accounts.invite_for_supplier(
        session,
        interest.supplier_id,
        email=interest.email,
        name=interest.name,
        by=interest.id,
        invited_by=None,
        at=now(session),
    )
    flash("We are sending you a link to choose a password")
    return redirect(f"/my/challenges/{interest.challenge.reference}", 303)


@bp.route("/my/profile/<uuid:supplier_id>/invite", methods=["GET", "POST"])
@limiter.limit(REGISTRATIONS, methods=["POST"])
@permit(policy.may_describe, load=queries.own_supplier)
def invite_colleague(session: Session, supplier: Supplier) -> Answer:
    """Somebody else of the same supplier gets an account of their own."""
    form = ColleagueForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            accounts.invite_for_supplier(
                session,
                supplier.id,
                email=form.email.data,
                name=form.name.data,
                by=actor().id,
                invited_by=actor().id,
                at=now(session),
            )
            flash("Your colleague gets an e-mail with a link")
            return redirect(f"/my/profile/{supplier.id}", 303)
    return page("interest/colleague.html", form=form, supplier=supplier)
