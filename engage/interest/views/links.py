"""The signed link in a supplier's e-mail: opening it changes nothing, its one button does."""

from datetime import timedelta
from typing import Any

from flask import current_app, flash, redirect, request
from flask import session as browser
from sqlalchemy.orm import Session

from engage.accounts.identity import forget, let_in
from engage.interest import policy, queries, service
from engage.interest.forms import LostLinkForm
from engage.interest.models import Interest, State
from engage.interest.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.tokens import BadLink, LinkExpired, Signer
from engage.suppliers import service as suppliers
from engage.web.access import Answer, Door, actor, anyone, permit
from engage.web.forms import ButtonForm
from engage.web.limits import GUESSES, evenly, limiter
from engage.web.pages import page, showing_refusals

LINK_LASTS = timedelta(days=180)
ASKED_FOR = "asked_for_links"


@bp.get("/my/links/<token>")
@permit(anyone)
def link(session: Session, token: str) -> Answer:
    """A page with one button: mail programs open links by themselves, and press nothing."""
    interest = _linked(session, token)
    if interest.id in actor().passes and interest.state is State.CONFIRMED:
        return redirect(_room(interest), 303)
    return page("interest/link.html", **_shown(session, interest))


@bp.post("/my/links/<token>")
@limiter.limit("60 per 5 minutes")
@permit(anyone)
def use_link(session: Session, token: str) -> Answer:
    """Confirm if that is still owed, and let this browser in."""
    interest = _linked(session, token)
    form = ButtonForm(request.form)
    was = interest.state
    with showing_refusals(form, session):
        own = queries.supplier_for(session, actor(), interest.organisation, interest.email)
        service.confirm(session, interest, supplier_id=own, at=now(session))
    if form.form_errors:
        return page("interest/link.html", form=form, status=409, **_shown(session, interest))
    let_in(interest.id)
    if was is State.PENDING:
        flash("You are taking part")
    return redirect(_room(interest), 303)


@bp.route("/my/lost-link", methods=["GET", "POST"])
@limiter.limit(GUESSES, methods=["POST"])
@permit(anyone, transaction=False)
def lost_link(sessions: Sessions) -> Answer:
    """Ask for the links again; neither answer nor time tells whether the address is known."""
    form = LostLinkForm(request.form)
    if form.submitted():
        with evenly(), sessions.write() as session:
            email, ref, at = form.email.data, form.reference.data, now(session)
            service.ask_for_links(session, email=email, ref=ref, at=at)
            suppliers.ask_for_links(session, email=email, at=at)
        browser[ASKED_FOR] = form.email.data
        return redirect("/my/lost-link/sent", 303)
    return page("interest/lost_link.html", form=form)


@bp.get("/my/lost-link/sent")
@permit(anyone)
def links_sent(session: Session) -> Answer:
    """The same for everybody."""
    return page("interest/links_sent.html", address=browser.pop(ASKED_FOR, ""))


@bp.get("/my/challenges/<ref>/leave")
@permit(policy.may_take_part, load=queries.room, door=Door.LINK)
def leave(session: Session, interest: Interest) -> Answer:
    """Say what leaving does before it is done."""
    challenge = interest.challenge
    is_open = challenge.takes_part(now(session))
    return page("interest/leave.html", interest=interest, challenge=challenge, open=is_open)


@bp.post("/my/challenges/<ref>/leave")
@permit(policy.is_own, load=queries.own, door=Door.LINK)
def leave_now(session: Session, interest: Interest) -> Answer:
    """Leave, and go back to what everybody sees; pressing twice is leaving once."""
    service.withdraw(session, interest, at=now(session))
    forget(interest.id)
    flash("You no longer take part in this challenge")
    return redirect(f"/challenges/{interest.challenge.reference}", 303)


def _linked(session: Session, token: str) -> Interest:
    signer: Signer = current_app.extensions["signer"]
    interest_id = signer.read_id(service.LINK, token, LINK_LASTS, at=now(session))
    interest = queries.linked(session, interest_id)
    if interest is None or not interest.challenge.is_public:
        raise BadLink("This link does not lead anywhere any more. Register again to take part")
    return interest


@bp.errorhandler(BadLink)
def dead_link(problem: BadLink) -> Answer:
    """Why, and a way to a link that works."""
    form = LostLinkForm(None)
    expired = isinstance(problem, LinkExpired)
    return page("interest/dead_link.html", form=form, expired=expired, status=410)


def _shown(session: Session, interest: Interest) -> dict[str, Any]:
    """What the page may say: nothing of the person, because anybody may hold the link."""
    challenge = interest.challenge
    waits = interest.state is State.PENDING
    is_open = challenge.takes_part(now(session))
    about = {"waits": waits, "open": is_open, "closed": waits and not is_open}
    return {"challenge": challenge, "state": interest.state, **about}


def _room(interest: Interest) -> str:
    return f"/my/challenges/{interest.challenge.reference}"
