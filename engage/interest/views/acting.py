"""The link of somebody who acts for a supplier without an account: it opens all of its rooms."""

from flask import current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts.identity import let_act
from engage.interest import policy, queries
from engage.interest.views.blueprint import bp
from engage.interest.views.links import LINK_LASTS
from engage.kernel.clock import now
from engage.kernel.tokens import BadLink, Signer
from engage.suppliers import queries as suppliers
from engage.suppliers import service
from engage.web.access import Answer, Door, anyone, permit
from engage.web.forms import ButtonForm
from engage.web.limits import REGISTRATIONS, limiter
from engage.web.pages import page


@bp.route("/my/acting/<token>", methods=["GET", "POST"])
@limiter.limit("60 per 5 minutes", methods=["POST"])
@permit(anyone)
def act_for(session: Session, token: str) -> Answer:
    """A page with one button: mail programs open links by themselves, and press nothing."""
    signer: Signer = current_app.extensions["signer"]
    person_id = signer.read_id(service.ACTING, token, LINK_LASTS, at=now(session))
    found = suppliers.linked(session, person_id)
    if found is None:
        raise BadLink("This link does not lead anywhere any more. Ask a colleague to invite you")
    form, (person, supplier) = ButtonForm(request.form), found
    if form.submitted():
        let_act(person.id)
        return redirect("/my", 303)
    return page("interest/acting.html", form=form, supplier=supplier)


@bp.post("/my/profile/<uuid:supplier_id>/link")
@limiter.limit(REGISTRATIONS)
@permit(policy.may_describe, load=queries.described, door=Door.EITHER)
def send_link(session: Session, found: queries.Described) -> Answer:
    """To the mailbox only: whoever was lent the page of one challenge does not get all of them."""
    person = suppliers.contact(session, found.supplier)
    if person is not None:
        service.owe_link(session, person, at=now(session))
    flash("We send the link by e-mail")
    return redirect(f"/my/profile/{found.supplier.id}", 303)
