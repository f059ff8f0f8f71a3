"""A search of the public list, saved: whoever asks is told by e-mail what it finds from now on."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from flask import current_app, flash, redirect, request
from flask import session as browser
from sqlalchemy.orm import Session

from engage.authorities import queries as authorities
from engage.challenges.forms import ListForm
from engage.interest import queries, service
from engage.interest.forms import SubscribeForm
from engage.interest.models import Cadence, Subscription
from engage.interest.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.tokens import LinkAltered, Signer
from engage.web.access import Answer, actor, anyone, permit
from engage.web.limits import REGISTRATIONS, evenly, limiter
from engage.web.pages import page

LINK_LASTS = timedelta(days=3650)  # a mail may be read years later, and must still work
SENT_TO = "search_sent_to"
NOT_SAVED = {"stage", "sort"}  # a new challenge is open, and comes alone


@bp.route("/subscribe", methods=["GET", "POST"])
@limiter.limit(REGISTRATIONS, methods=["POST"])
@permit(anyone, transaction=False)
def subscribe(sessions: Sessions) -> Answer:
    """Neither answer nor time tells whether the address is known, or has this search."""
    with sessions.read() as session:
        wanted, council = _asked_for(session)
    form = SubscribeForm(request.form, data={"email": actor().email, "cadence": Cadence.NOW})
    if form.submitted():
        with evenly(), sessions.write() as session:
            service.subscribe(
                session,
                email=form.email.data,
                wanted=wanted,
                cadence=form.chosen(),
                at=now(session),
            )
        browser[SENT_TO] = form.email.data
        return redirect("/subscribe/sent", 303)
    return page(
        "interest/subscribe.html",
        form=form,
        lines=queries.in_words(wanted, council),
        address=_with("/subscribe", wanted),
        search=_with("/challenges", wanted),
    )


@bp.get("/subscribe/sent")
@permit(anyone)
def subscribe_sent(session: Session) -> Answer:
    """The same for everybody."""
    return page("interest/subscribe_sent.html", address=browser.pop(SENT_TO, ""))


@bp.get("/subscriptions/<token>")
@permit(anyone)
def searches(session: Session, token: str) -> Answer:
    """One button for a search not confirmed yet: mail programs open links, and press nothing.

    Else where all that the address has is chosen: whoever holds the link can read its e-mail.
    """
    search = _named(session, token)
    if search.confirmed_at is not None or search.ended_at is not None:
        return redirect(f"/preferences/{token}", 303)
    council = authorities.by_slug(session, search.council)
    lines = queries.said_of(search, council.name if council else None)
    return page("interest/subscription.html", lines=lines, token=token)


@bp.post("/subscriptions/<token>")
@permit(anyone)
def confirm_search(session: Session, token: str) -> Answer:
    search = _named(session, token)
    if search.confirmed_at is None and search.ended_at is None:
        flash("We will e-mail you when something like this is published")
    service.confirm_subscription(session, search, at=now(session))
    return redirect(f"/preferences/{token}", 303)


def _named(session: Session, token: str) -> Subscription:
    signer: Signer = current_app.extensions["signer"]
    search_id = signer.read_id(service.SUBSCRIPTION, token, LINK_LASTS, at=now(session))
    found = queries.subscription(session, search_id)
    if found is None:
        raise LinkAltered("This link does not lead anywhere any more")
    return found


def _asked_for(session: Session) -> tuple[Mapping[str, str], str | None]:
    """The filters in the address that can be saved, and the name of the council among them."""
    form = ListForm(request.args)
    form.council.choices = authorities.names(session)
    form.validate()
    wanted = {key: value for key, value in form.wanted().items() if key not in NOT_SAVED}
    return wanted, dict(form.council.choices).get(wanted.get("council", ""))


def _with(address: str, wanted: Mapping[str, str]) -> str:
    return f"{address}?{urlencode(wanted)}" if wanted else address
