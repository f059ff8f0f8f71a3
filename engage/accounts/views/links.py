"""Links that came by e-mail: an invitation, a new password. GET changes nothing."""

from collections.abc import Callable
from uuid import UUID

from flask import current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts import passwords, queries, service
from engage.accounts.actor import Actor
from engage.accounts.forms import ROLE_WORDS, AskResetForm, ChoosePasswordForm
from engage.accounts.identity import let_act
from engage.accounts.models import Invitation, Person
from engage.accounts.views.blueprint import bp
from engage.accounts.views.sign_in import begin, carry, guessing, home_of
from engage.authorities.models import Authority
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.tokens import BadLink, Signer
from engage.suppliers.models import Supplier
from engage.web.access import Answer, anyone, permit
from engage.web.forms import ButtonForm
from engage.web.limits import FROM_ONE_PLACE, GUESSES, evenly, limiter
from engage.web.pages import page


def _subject(session: Session, purpose: str, token: str) -> UUID:
    """What a link is about."""
    signer: Signer = current_app.extensions["signer"]
    lasts = service.INVITATION_LASTS if purpose == service.INVITATION else service.RESET_LASTS
    return signer.read_id(purpose, token, lasts, at=now(session))


@bp.errorhandler(BadLink)
def dead_link(problem: BadLink) -> Answer:
    """Says what happened to the link and what to do next."""
    again = request.endpoint == "accounts.reset"
    return page("accounts/dead_link.html", sentence=str(problem), again=again, status=410)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@permit(anyone, transaction=False)
def invitation(sessions: Sessions, token: str) -> Answer:
    """Show what is offered; accepting chooses a password, if there is none yet."""
    with sessions.read() as reading:
        subject = _subject(reading, service.INVITATION, token)
        found = service.require_open_invitation(reading, subject, at=now(reading))
        known = queries.has_password(reading, found.email)
        council = found.authority_id and reading.get(Authority, found.authority_id)
        supplier = found.supplier_id and reading.get(Supplier, found.supplier_id)
    form = ButtonForm(request.form) if known else _choosing(found.name, found.email)
    if supplier and not known and request.method == "POST" and "links" in request.form:
        return _by_links(sessions, found, supplier.name)
    if form.submitted():
        return _accepted(sessions, found, form)
    role = ROLE_WORDS[found.role] if found.role else ""
    return page(
        "accounts/invitation.html",
        form=form,
        invitation=found,
        has_account=known,
        role=role,
        authority=council or None,
        supplier=supplier,
        token=token,
    )


def _choosing(name: str, email: str) -> ChoosePasswordForm:
    return ChoosePasswordForm(request.form, about=(name, email))


def _accepted(
    sessions: Sessions, found: Invitation, form: ButtonForm | ChoosePasswordForm
) -> Answer:
    """Somebody new is signed in at once; somebody known signs in as always."""
    chosen = None
    if isinstance(form, ChoosePasswordForm):
        chosen = passwords.hashed(form.password.data)

    def accept(session: Session) -> Person:
        return service.accept(session, found.id, password_hash=chosen, at=now(session))

    if chosen is not None:
        return _signed_in(sessions, accept, "Your account is ready")
    with sessions.write() as session:
        accept(session)
    flash("You have a new role. Sign in to use it")
    return redirect("/sign-in", 303)


def _by_links(sessions: Sessions, found: Invitation, organisation: str) -> Answer:
    """Somebody acts for a supplier without an account: this browser is let in at once."""
    with sessions.write() as session:
        person = service.accept_by_link(session, found.id, at=now(session))
        let_act(person.id)
    flash(f"You act for {organisation}. We send you a link to come back by")
    return redirect("/my", 303)


def _signed_in(sessions: Sessions, verb: Callable[[Session], Person], said: str) -> Answer:
    with sessions.write() as session:
        cookie = begin(session, verb(session))
        who = queries.actor_for(session, cookie, at=now(session))
    shown = who[0] if who else Actor()
    carry(cookie, shown)
    flash(said)
    return redirect(home_of(shown), 303)


@bp.route("/reset", methods=["GET", "POST"])
@permit(anyone, transaction=False)
@limiter.limit(FROM_ONE_PLACE, methods=["POST"])
@limiter.limit(GUESSES, key_func=guessing, methods=["POST"])
def ask_reset(sessions: Sessions) -> Answer:
    """Ask for a link by e-mail. The answer is the same for everybody."""
    form = AskResetForm(request.form)
    if form.submitted():
        with evenly(), sessions.write() as session:
            service.ask_reset(session, form.email.data, at=now(session))
        return page("accounts/reset_asked.html", email=form.email.data)
    return page("accounts/ask_reset.html", form=form)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@permit(anyone, transaction=False)
def reset(sessions: Sessions, token: str) -> Answer:
    """Choose a new password; every browser is signed out, and this one in."""
    with sessions.read() as reading:
        subject = _subject(reading, service.RESET, token)
        person = service.require_open_reset(reading, subject, at=now(reading))
    form = _choosing(person.name, person.email)
    if form.submitted():
        chosen = passwords.hashed(form.password.data)

        def use(session: Session) -> Person:
            return service.use_reset(session, subject, password_hash=chosen, at=now(session))

        said = "Your password was changed, and you were signed out everywhere else"
        return _signed_in(sessions, use, said)
    return page("accounts/reset.html", form=form)
