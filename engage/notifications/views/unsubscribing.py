"""Stopping alerts: by the link in a mail, or by a mail program's one click (RFC 8058)."""

from datetime import timedelta

from flask import current_app, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from engage.interest.queries import subscription_of
from engage.interest.service import SUBSCRIPTION
from engage.kernel.clock import now
from engage.kernel.tokens import BadLink, LinkAltered, Signer
from engage.notifications import queries, service
from engage.notifications.rendering.catalogue import UNSUBSCRIBE
from engage.notifications.views.blueprint import bp
from engage.web.access import Answer, anyone, permit
from engage.web.pages import page

LINK_LASTS = timedelta(days=3650)  # a mail may be read years later, and must still work
ONE_CLICK = "One-Click"


@bp.get("/unsubscribe/<token>")
@permit(anyone)
def unsubscribe(session: Session, token: str) -> Answer:
    """Asks first: mail programs open links by themselves."""
    email = _email(session, token)
    if queries.is_opted_out(session, email):
        return page("notifications/unsubscribed.html", email=email, token=token)
    search, searches = subscription_of(session, email), ""
    if search is not None:
        signer: Signer = current_app.extensions["signer"]
        searches = f"/subscriptions/{signer.sign(SUBSCRIPTION, str(search))}"
    return page("notifications/unsubscribe.html", email=email, token=token, searches=searches)


@bp.post("/unsubscribe/<token>")
@permit(anyone)
def unsubscribe_now(session: Session, token: str) -> Answer:
    email = _email(session, token)
    service.opt_out(session, email=email, reason="unsubscribed", at=now(session))
    if request.form.get("List-Unsubscribe") == ONE_CLICK:
        return "", 204
    return page("notifications/unsubscribed.html", email=email, token=token)


@bp.post("/unsubscribe/<token>/undo")
@permit(anyone)
def resubscribe(session: Session, token: str) -> Answer:
    email = _email(session, token)
    service.opt_in(session, email=email)
    return page("notifications/resubscribed.html", email=email, token=token)


def _email(session: Session, token: str) -> str:
    """Who got the message that the link stood in."""
    signer: Signer = current_app.extensions["signer"]
    told = queries.recipient(session, signer.read_id(UNSUBSCRIBE, token, LINK_LASTS))
    if told is None:
        raise LinkAltered("This link does not lead anywhere any more")
    return told


@bp.errorhandler(BadLink)
def dead_link(problem: BadLink) -> Answer:
    """Why, and other ways to choose."""
    return page("notifications/dead_link.html", problem=str(problem), status=410)


@bp.record
def _need_no_csrf_token(state: BlueprintSetupState) -> None:
    """A mail program has none. The signed token in the address is proof enough."""
    view = unsubscribe_now
    state.app.extensions["csrf"].exempt(f"{view.__module__}.{view.__name__}")
