"""Where a mail relay tells of mail that came back: with a shared secret, in any of three shapes."""

import hmac
import logging
from typing import Any
from uuid import UUID

from flask import abort, current_app, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.refusals import Meaning
from engage.notifications.service import bouncing
from engage.notifications.service.bouncing import Returned
from engage.notifications.views.blueprint import bp
from engage.settings import Settings
from engage.web.access import Answer, anyone, permit

MEANT = {
    "hard": Meaning.NOBODY,
    "soft": Meaning.LATER,
    "permanent-failure": Meaning.NOBODY,  # these three are GOV.UK Notify's words
    "temporary-failure": Meaning.LATER,
    "technical-failure": Meaning.LATER,
}

log = logging.getLogger(__name__)


@bp.post("/bounces")
@permit(anyone)
def returned(session: Session) -> Answer:
    """The returned mail itself, or JSON that names our message. What nobody knows is logged."""
    _need_secret()
    told = _of_json() if request.is_json else bouncing.read(request.get_data())
    if told is None:
        log.info("a relay told of something that is no bounce of ours")
    elif not bouncing.note_in(session, told, at=now(session)):
        log.info("a relay told of a mail that nobody here sent: %s", told.message_id)
    return "", 204


def _need_secret() -> None:
    settings: Settings = current_app.extensions["settings"]
    if not settings.bounces_secret:
        abort(404)
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(said.encode(), settings.bounces_secret.encode()):
        abort(403)


def _of_json() -> Returned | None:
    """``reference`` and ``status`` of GOV.UK Notify, or ``message_id``, ``kind`` and ``reason``."""
    sent: Any = request.get_json(silent=True)
    if not isinstance(sent, dict):
        return None
    means = MEANT.get(str(sent.get("kind") or sent.get("status")))
    name = str(sent.get("message_id") or sent.get("reference")).strip("<>").partition("@")[0]
    try:
        message_id = UUID(name)
    except ValueError:
        return None
    if means is None:
        return None
    reason = " ".join(str(sent.get("reason") or sent.get("status") or "").split())[:400]
    return Returned(message_id, means, f"It came back: {reason}" if reason else "It came back")


@bp.record
def _need_no_csrf_token(state: BlueprintSetupState) -> None:
    """A relay has no form. The secret is proof enough."""
    state.app.extensions["csrf"].exempt(f"{returned.__module__}.{returned.__name__}")
