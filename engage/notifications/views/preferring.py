"""What one address wants to get: by the link in a mail, or with an account."""

from flask import current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts.policy import may_use_account
from engage.kernel.clock import now
from engage.kernel.tokens import LinkAltered, Signer
from engage.notifications import queries, service
from engage.notifications.forms import PreferencesForm
from engage.notifications.models import Cadence, Language
from engage.notifications.rendering.catalogue import PREFERENCES
from engage.notifications.rendering.topics import Topic
from engage.notifications.views.blueprint import bp
from engage.notifications.views.unsubscribing import LINK_LASTS
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
    wanted = [topic for topic in Topic if topic not in chosen.muted]
    given = {"wanted": wanted, "cadence": chosen.cadence, "language": chosen.language}
    form = PreferencesForm(request.form, data=given)
    if form.submitted():
        service.choose(
            session,
            email=email,
            wanted=[Topic(each) for each in form.wanted.data],
            cadence=Cadence(form.cadence.data),
            language=Language(form.language.data),
            at=now(session),
        )
        flash("Your choice is saved")
        return redirect(address, 303)
    return page("notifications/preferences.html", form=form, email=email, address=address)


def _stopping(session: Session, email: str, address: str) -> Answer:
    service.stop_everything(session, email=email, at=now(session))
    flash("You will only get the e-mails that we have to send")
    return redirect(address, 303)


def _email(session: Session, token: str) -> str:
    signer: Signer = current_app.extensions["signer"]
    told = queries.recipient(session, signer.read_id(PREFERENCES, token, LINK_LASTS))
    if told is None:
        raise LinkAltered("This link does not lead anywhere any more")
    return told
