"""The people of a supplier: who they are, who joins, who leaves, who is the owner."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts import queries as accounts
from engage.accounts import service as inviting
from engage.interest import policy, queries
from engage.interest.forms import ColleagueForm
from engage.interest.views.blueprint import bp
from engage.kernel.clock import now
from engage.suppliers import queries as suppliers
from engage.suppliers import service
from engage.suppliers.models import PersonRole, Supplier
from engage.web.access import Answer, Door, actor, permit
from engage.web.forms import ButtonForm
from engage.web.limits import REGISTRATIONS, limiter
from engage.web.pages import page, page_asked, paging, showing_refusals


@bp.get("/my/profile/<uuid:supplier_id>/people")
@permit(policy.acts_for, load=queries.own_supplier, door=Door.EITHER)
def people(session: Session, supplier: Supplier) -> Answer:
    """Who acts for the supplier, 50 a page, and whom it waits for."""
    asked, total = page_asked(), suppliers.count_people(session, supplier.id)
    waiting = accounts.invited_for_supplier(session, supplier.id, at=now(session))
    found = suppliers.people(session, supplier.id, page=asked)
    return page(
        "interest/people.html",
        supplier=supplier,
        people=found,
        own={each.id for each in found if policy.is_self(actor(), each)},
        waiting=waiting,
        owner=PersonRole.OWNER,
        answers=policy.may_answer_for(actor(), supplier),
        paging=paging(asked, total),
    )


@bp.route("/my/profile/<uuid:supplier_id>/invite", methods=["GET", "POST"])
@limiter.limit(REGISTRATIONS, methods=["POST"])
@permit(policy.may_answer_for, load=queries.own_supplier, door=Door.EITHER)
def invite_colleague(session: Session, supplier: Supplier) -> Answer:
    """Somebody else of the same supplier gets a link, and with it an account if they like."""
    form, who = ColleagueForm(request.form), actor().acting_id(supplier.id)
    if form.submitted():
        with showing_refusals(form, session):
            inviting.invite_for_supplier(
                session,
                supplier.id,
                email=form.email.data,
                name=form.name.data,
                by=who,
                invited_by=actor().id,
                at=now(session),
            )
            flash("Your colleague gets an e-mail with a link")
            return redirect(_home(supplier), 303)
    return page("interest/colleague.html", form=form, supplier=supplier)


@bp.route("/my/profile/<uuid:supplier_id>/people/<uuid:colleague_id>", methods=["GET", "POST"])
@permit(policy.may_end, load=queries.colleague_of, door=Door.EITHER)
def end_colleague(session: Session, found: queries.Colleague) -> Answer:
    """What it means that somebody no longer acts for the supplier, and the button."""
    form, supplier, person = ButtonForm(request.form), found.supplier, found.person
    own, who = policy.is_self(actor(), person), actor().acting_id(supplier.id)
    if form.submitted():
        with showing_refusals(form, session):
            service.leave(session, supplier, person, by=who, at=now(session))
            flash("You no longer act for this organisation" if own else f"{person.name} is removed")
            return redirect("/my" if own else _home(supplier), 303)
    status = 409 if form.form_errors else 200
    about = {"supplier": supplier, "person": person, "own": own}
    return page("interest/end_colleague.html", form=form, status=status, **about)


@bp.route(
    "/my/profile/<uuid:supplier_id>/people/<uuid:colleague_id>/owner", methods=["GET", "POST"]
)
@permit(policy.may_pass_on, load=queries.colleague_of, door=Door.EITHER)
def pass_on(session: Session, found: queries.Colleague) -> Answer:
    """What it means to make somebody else the owner, and the button."""
    form, supplier, person = ButtonForm(request.form), found.supplier, found.person
    who = actor().acting_id(supplier.id)
    giver = suppliers.person_of_account(session, supplier.id, who)
    if form.submitted() and giver is not None:
        with showing_refusals(form, session):
            service.pass_on(session, supplier, person, giver=giver, at=now(session))
            flash(f"{person.name} is the owner now")
            return redirect(_home(supplier), 303)
    status = 409 if form.form_errors else 200
    return page("interest/pass_on.html", form=form, supplier=supplier, person=person, status=status)


def _home(supplier: Supplier) -> str:
    return f"/my/profile/{supplier.id}/people"
