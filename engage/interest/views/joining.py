"""Accounts of suppliers, from a confirmed link; colleagues are invited in ``people``."""

from flask import flash, redirect
from sqlalchemy.orm import Session

from engage.accounts import service as accounts
from engage.interest import policy, queries
from engage.interest.models import Interest
from engage.interest.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.errors import Refusal
from engage.web.access import Answer, Door, actor, permit
from engage.web.limits import REGISTRATIONS, limiter


@bp.post("/my/challenges/<ref>/account")
@limiter.limit(REGISTRATIONS)
@permit(policy.may_take_part, load=queries.room, door=Door.LINK)
def open_account(session: Session, interest: Interest) -> Answer:
    """Send a link to choose a password, to the address that is the supplier's own."""
    own = actor().is_authenticated or interest.id in actor().passes
    speaks = own and queries.speaks_for_supplier(session, interest)
    if interest.supplier_id is None or not speaks:
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
