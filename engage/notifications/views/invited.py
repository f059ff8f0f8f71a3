"""The link of an invitation: one screen, filled in; its button takes part, opening it does not."""

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts.identity import let_in
from engage.challenges.models import Challenge
from engage.interest import service as interest
from engage.interest.forms import AcceptForm
from engage.interest.models import Interest, Invited, State
from engage.interest.queries import inviting as invitations
from engage.kernel.clock import now
from engage.kernel.tokens import LinkAltered, Signer
from engage.notifications import queries
from engage.notifications.rendering.catalogue import INVITED
from engage.notifications.views.blueprint import bp
from engage.web.access import Answer, anyone, permit
from engage.web.limits import REGISTRATIONS, limiter
from engage.web.pages import page, showing_refusals

LINK_LASTS = timedelta(days=365)


@dataclass(frozen=True)
class Invitation:
    """What a link leads to."""

    invited: Invited
    challenge: Challenge


@bp.route("/invited/<token>", methods=["GET", "POST"])
@limiter.limit(REGISTRATIONS, methods=["POST"])
@permit(anyone)
def accept(session: Session, token: str) -> Answer:
    """Who answered already goes on by the link of their own, which asks before it lets in."""
    asked, at = _named(session, token), now(session)
    challenge = asked.challenge
    known = invitations.interest_of(session, challenge.id, asked.invited.email)
    if known is not None and known.state is not State.WITHDRAWN:
        signer: Signer = current_app.extensions["signer"]
        return redirect(f"/my/links/{signer.sign(interest.LINK, str(known.id))}", 303)
    if not challenge.takes_part(at):
        over = challenge.ended(at)
        status = 409 if request.method == "POST" else 200
        return page("interest/over.html", challenge=challenge, over=over, status=status)
    told = {"organisation": asked.invited.organisation, "name": asked.invited.name}
    form = AcceptForm(request.form, data=told)
    if form.submitted():
        with showing_refusals(form, session):
            let_in(_accepted(session, asked, form).id)
            flash("You are taking part")
            return redirect(f"/my/challenges/{challenge.reference}", 303)
    email = asked.invited.email
    return page("notifications/invited.html", form=form, challenge=challenge, email=email)


def _accepted(session: Session, asked: Invitation, form: AcceptForm) -> Interest:
    return interest.accept(
        session,
        asked.invited,
        asked.challenge,
        organisation=form.organisation.data,
        name=form.name.data,
        alerts=form.alerts.data,
        at=now(session),
    )


def _named(session: Session, token: str) -> Invitation:
    """By the message that the link stood in, because anybody can read what a link says."""
    signer: Signer = current_app.extensions["signer"]
    message_id = signer.read_id(INVITED, token, LINK_LASTS, at=now(session))
    message = queries.message(session, message_id)
    challenge = message and message.challenge_id and session.get(Challenge, message.challenge_id)
    if message is None or not challenge or not challenge.is_public:
        raise LinkAltered("This link does not lead anywhere any more")
    invited = invitations.invited_as(session, challenge.id, message.recipient)
    if invited is None:
        raise LinkAltered("This link does not lead anywhere any more")
    return Invitation(invited, challenge)
