"""Register interest in a challenge: one screen, then look at your e-mail."""

from flask import redirect, request
from flask import session as browser
from sqlalchemy.orm import Session

from engage.challenges import queries as challenges
from engage.challenges.models import Challenge
from engage.interest import queries, service
from engage.interest.forms import RegisterForm
from engage.interest.views.blueprint import bp
from engage.kernel.clock import now
from engage.web.access import Answer, actor, anyone, permit
from engage.web.limits import REGISTRATIONS, limiter
from engage.web.pages import page, showing_refusals

SENT_TO = "sent_to"


@bp.route("/challenges/<ref>/interest", methods=["GET", "POST"])
@limiter.limit(REGISTRATIONS, methods=["POST"])
@permit(anyone, load=challenges.public)
def register(session: Session, challenge: Challenge) -> Answer:
    """Whoever fills this in gets the same answer, known or not."""
    at = now(session)
    if not challenge.takes_part(at):
        over = challenge.ended(at)
        status = 409 if request.method == "POST" else 200
        return page("interest/over.html", challenge=challenge, over=over, status=status)
    form = RegisterForm(request.form, data=_known(session))
    if form.submitted():
        with showing_refusals(form, session):
            _register(session, challenge, form)
            browser[SENT_TO] = form.email.data
            return redirect(f"/challenges/{challenge.reference}/interest/sent", 303)
    return page("interest/register.html", form=form, challenge=challenge)


def _known(session: Session) -> dict[str, str]:
    own = queries.acting_for(session, actor())
    organisation = own.name if own else ""
    return {"organisation": organisation, "name": actor().name, "email": actor().email}


def _register(session: Session, challenge: Challenge, form: RegisterForm) -> None:
    service.register(
        session,
        challenge,
        organisation=form.organisation.data,
        name=form.name.data,
        email=form.email.data,
        alerts=form.alerts.data,
        supplier_id=queries.supplier_for(session, actor(), form.organisation.data, form.email.data),
        at=now(session),
    )


@bp.get("/challenges/<ref>/interest/sent")
@permit(anyone, load=challenges.public)
def sent(session: Session, challenge: Challenge) -> Answer:
    """Where the link went is shown once, and only to the browser that typed it."""
    address = browser.pop(SENT_TO, "")
    return page("interest/sent.html", challenge=challenge, address=address)
