"""What one address wants to get: by the link in a mail, or with an account."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from flask import current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts.policy import may_use_account
from engage.interest import queries as interest
from engage.interest.models import Subscription
from engage.interest.service import SUBSCRIPTION
from engage.kernel.clock import now
from engage.kernel.tokens import LinkAltered, Signer
from engage.notifications import queries, service
from engage.notifications.forms import BOTH, PreferencesForm
from engage.notifications.rendering.catalogue import PREFERENCES
from engage.notifications.rendering.topics import Topic
from engage.notifications.views.blueprint import bp
from engage.notifications.views.unsubscribing import LINK_LASTS
from engage.suppliers.queries import is_known_by
from engage.web.access import Answer, actor, anyone, permit
from engage.web.pages import page


@bp.route("/preferences/<token>", methods=["GET", "POST"])
@permit(anyone)
def preferences(session: Session, token: str) -> Answer:
    """Whoever holds the link can read the e-mail that it stood in."""
    return _choosing(session, _email(session, token), f"/preferences/{token}")


@bp.post("/preferences/<token>/stop")
@permit(anyone)
def stop_everything(session: Session, token: str) -> Answer:
    return _stopping(session, _email(session, token), f"/preferences/{token}")


@bp.route("/my/preferences", methods=["GET", "POST"])
@permit(may_use_account)
def my_preferences(session: Session) -> Answer:
    return _choosing(session, actor().email, "/my/preferences")


@bp.post("/my/preferences/stop")
@permit(may_use_account)
def stop_everything_of_mine(session: Session) -> Answer:
    return _stopping(session, actor().email, "/my/preferences")


def _choosing(session: Session, email: str, address: str) -> Answer:
    chosen = queries.chosen(session, email)
    searches = interest.running(session, email)
    shape = PreferencesForm.shaped(
        [each.id for each, _ in searches], has_profile=is_known_by(session, email)
    )
    form = shape(request.form, data=_given(chosen, [each for each, _ in searches]))
    if form.submitted():
        service.choose(
            session,
            email=email,
            wanted=[Topic(each) for each in form.wanted.data],
            cadence=form.often(),
            searches=form.searches(),
            language=form.spoken(),
            at=now(session),
        )
        flash("Your choice is saved")
        return redirect(address, 303)
    rows = [
        (form[name], interest.in_words(wanted, council), f"/challenges?{urlencode(wanted)}")
        for name, (each, council) in zip(form.searched, searches, strict=True)
        for wanted in (interest.filters_of(each),)
    ]
    return page(
        "notifications/preferences.html", form=form, searches=rows, email=email, address=address
    )


def _given(chosen: queries.Chosen, searches: Iterable[Subscription]) -> dict[str, Any]:
    """What the form shows before anybody changed it."""
    wanted = [topic for topic in Topic if topic not in chosen.muted]
    often = {f"search_{each.id.hex}": each.cadence for each in searches}
    language = chosen.language or BOTH
    return {"wanted": wanted, "cadence": chosen.cadence, "language": language, **often}


def _stopping(session: Session, email: str, address: str) -> Answer:
    service.stop_everything(session, email=email, at=now(session))
    flash("You will only get the e-mails that we have to send")
    return redirect(address, 303)


def _email(session: Session, token: str) -> str:
    """Of the message the link stood in, or of the saved search that its e-mail was about."""
    signer: Signer = current_app.extensions["signer"]
    try:
        told = queries.recipient(session, signer.read_id(PREFERENCES, token, LINK_LASTS))
    except LinkAltered:
        search_id = signer.read_id(SUBSCRIPTION, token, LINK_LASTS)
        search = interest.subscription(session, search_id)
        told = search.email if search is not None else None
    if told is None:
        raise LinkAltered("This link does not lead anywhere any more")
    return told
