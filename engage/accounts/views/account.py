"""My own account: who I am here, where I am signed in, my password."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts import passwords, queries, service
from engage.accounts.forms import ROLE_WORDS, ChangePasswordForm, OpeningKeyForm
from engage.accounts.models import Person, SignIn
from engage.accounts.policy import may_use_account
from engage.accounts.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.web.access import Answer, actor, permit
from engage.web.limits import GUESSES, limiter
from engage.web.pages import page

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)
NOT_CURRENT = "This is not your current password"


@bp.route("/account")
@permit(may_use_account)
def account(session: Session) -> Answer:
    """My details and the browsers in which I am signed in."""
    who = actor()
    held = queries.held_roles(session, who.id)
    return page(
        "accounts/account.html",
        roles=[(council, ROLE_WORDS[role]) for council, role in held],
        sign_ins=[
            (row, browser_name(row.browser))
            for row in queries.sign_ins(session, who.id, at=now(session))
        ],
    )


def browser_name(agent: str) -> str:
    """What people call it: ``Firefox on Windows``."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((f" on {name}" for mark, name in SYSTEMS if mark in agent), "")
    return browser + system


@bp.route("/account/sessions/<uuid:sign_in_id>/end", methods=["POST"])
@permit(may_use_account, load=queries.own_sign_in)
def end_session(session: Session, sign_in: SignIn) -> Answer:
    """Sign one of my browsers out."""
    service.end_session(session, sign_in.id, at=now(session))
    flash("That browser was signed out")
    return redirect("/account", 303)


@bp.route("/account/sessions/end-others", methods=["POST"])
@permit(may_use_account)
def end_other_sessions(session: Session) -> Answer:
    """Sign out everywhere but here."""
    service.end_sessions(session, actor().id, at=now(session), but=actor().sign_in_id)
    flash("You were signed out everywhere else")
    return redirect("/account", 303)


def myself() -> str:
    return str(actor().id)


@bp.route("/account/password", methods=["GET", "POST"])
@permit(may_use_account, transaction=False)
@limiter.limit(GUESSES, key_func=myself, methods=["POST"])
def change_password(sessions: Sessions) -> Answer:
    """A new password, for whoever knows the current one."""
    who = actor()
    form = ChangePasswordForm(request.form, about=(who.name, who.email))
    if form.submitted():
        if _changed(sessions, form):
            flash("Your password was changed, and you were signed out everywhere else")
            return redirect("/account", 303)
        form.current.errors = [NOT_CURRENT]
    return page("accounts/change_password.html", form=form)


@bp.route("/account/opening-key", methods=["GET", "POST"])
@permit(may_use_account, transaction=False)
@limiter.limit(GUESSES, key_func=myself, methods=["POST"])
def opening_key(sessions: Sessions) -> Answer:
    """A key for opening sealed responses, made anew: the phrase is kept nowhere."""
    form = OpeningKeyForm(request.form)
    if form.submitted():
        made = service.new_key(form.phrase.data)  # slow on purpose
        with sessions.write() as session:
            service.keep_opening_key(session, made, by=actor().id, at=now(session))
        flash("You have an opening key. Do not forget the phrase")
        return redirect("/account", 303)
    with sessions.read() as session:
        since = queries.opening_key_since(session, actor().id)
    return page("accounts/opening_key.html", form=form, since=since)


def _changed(sessions: Sessions, form: ChangePasswordForm) -> bool:
    """Check and hash between two transactions: both are slow on purpose."""
    who = actor()
    with sessions.read() as reading:
        known = queries.credentials_of(reading, who.id)
    if known is None or not passwords.is_right(known.stored, form.current.data):
        return False
    chosen = passwords.hashed(form.password.data)
    with sessions.write() as session:
        person = session.get_one(Person, who.id, with_for_update=True)
        service.keep_hash(
            session, person, chosen, by=who.id, at=now(session), staying=who.sign_in_id
        )
    return True
