"""Stopping alerts or invitations: by a link in a mail, or a program's one click (RFC 8058)."""

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.tokens import BadLink, LinkAltered, Signer
from engage.notifications import queries, service
from engage.notifications.rendering.catalogue import CATALOGUE, PREFERENCES, UNSUBSCRIBE
from engage.notifications.rendering.topics import Topic
from engage.notifications.views.blueprint import bp
from engage.web.access import Answer, anyone, permit
from engage.web.pages import page

LINK_LASTS = timedelta(days=3650)  # a mail may be read years later, and must still work
ONE_CLICK = "One-Click"


@dataclass(frozen=True)
class Told:
    """Who got the message that a link stood in, and which kind of message it was."""

    email: str
    topic: Topic


@bp.get("/unsubscribe/<token>")
@permit(anyone)
def unsubscribe(session: Session, token: str) -> Answer:
    """Asks first: mail programs open links by themselves."""
    told = _told(session, token)
    if told.topic in queries.chosen(session, told.email).muted:
        return page("notifications/unsubscribed.html", told=told, token=token)
    signer: Signer = current_app.extensions["signer"]
    message_id = signer.read_id(UNSUBSCRIBE, token, LINK_LASTS)
    choices = f"/preferences/{signer.sign(PREFERENCES, str(message_id))}"
    return page("notifications/unsubscribe.html", told=told, token=token, choices=choices)


@bp.post("/unsubscribe/<token>")
@permit(anyone)
def unsubscribe_now(session: Session, token: str) -> Answer:
    told = _told(session, token)
    service.turn_off(session, told.topic, email=told.email, at=now(session))
    if request.form.get("List-Unsubscribe") == ONE_CLICK:
        return "", 204
    return page("notifications/unsubscribed.html", told=told, token=token)


@bp.post("/unsubscribe/<token>/undo")
@permit(anyone)
def resubscribe(session: Session, token: str) -> Answer:
    told = _told(session, token)
    service.turn_on(session, told.topic, email=told.email, at=now(session))
    return page("notifications/resubscribed.html", told=told, token=token)


def _told(session: Session, token: str) -> Told:
    signer: Signer = current_app.extensions["signer"]
    message = queries.message(session, signer.read_id(UNSUBSCRIBE, token, LINK_LASTS))
    if message is None:
        raise LinkAltered("This link does not lead anywhere any more")
    kind = CATALOGUE.get(message.template)
    return Told(message.recipient, (kind and kind.topic) or Topic.ALERTS)


@bp.errorhandler(BadLink)
def dead_link(problem: BadLink) -> Answer:
    """Why, and other ways to choose."""
    return page("notifications/dead_link.html", problem=str(problem), status=410)


@bp.record
def _need_no_csrf_token(state: BlueprintSetupState) -> None:
    """A mail program has none. The signed token in the address is proof enough."""
    view = unsubscribe_now
    state.app.extensions["csrf"].exempt(f"{view.__module__}.{view.__name__}")
