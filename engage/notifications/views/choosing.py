"""Choosing whom to invite from the suppliers we know."""

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, request
from sqlalchemy import Select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.policy import may_write
from engage.challenges.queries import for_desk
from engage.interest import service
from engage.interest.forms import ChosenForm, DirectoryForm
from engage.interest.queries import directory as queries
from engage.kernel.clock import now
from engage.notifications.views.blueprint import bp
from engage.suppliers.models import Supplier
from engage.web.access import Answer, permit
from engage.web.pages import page, page_asked, paging, showing_refusals


@bp.route("/desk/challenges/<ref>/invitations/choose", methods=["GET", "POST"])
@permit(may_write, load=for_desk)
def choose_suppliers(session: Session, challenge: Challenge) -> Answer:
    """A search by address, and boxes to tick; whoever is ticked goes on the list."""
    search = DirectoryForm(request.args)
    search.validate()
    wanted = search.wanted()
    council, asked = challenge.authority_id, page_asked()
    total = queries.count_directory(session, wanted, council)
    rows = queries.directory(session, wanted, council, page=asked)
    form = ChosenForm(request.form)
    form.suppliers.choices = [(str(row.id), row.name, row.about[:120]) for row in rows]
    if form.submitted():
        with showing_refusals(form, session):
            _add(session, challenge, form, queries.ids_in_directory(wanted, council))
            return redirect(f"/desk/challenges/{challenge.reference}/invitations/check", 303)
    query = f"?{urlencode(wanted)}" if wanted else ""
    here = f"/desk/challenges/{challenge.reference}/invitations/choose"
    return page(
        "notifications/invite_choose.html",
        form=form,
        search=search,
        challenge=challenge,
        open=challenge.takes_part(now(session)),
        total=total,
        most=service.MOST_AT_ONCE,
        address=here + query,
        here=here,
        paging=paging(asked, total),
    )


def _add(session: Session, challenge: Challenge, form: ChosenForm, found: Select[Any]) -> None:
    """Everybody who was found, or those of them who were ticked."""
    chosen = found if form.everybody.data else found.where(Supplier.id.in_(form.ids()))
    number = service.add_suppliers(session, challenge, chosen, at=now(session))
    flash(f"{number:,} suppliers added" if number != 1 else "1 supplier added")
