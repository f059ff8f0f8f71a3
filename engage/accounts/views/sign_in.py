"""In and out. Whatever is wrong with a try, the answer is the same, and takes as long."""

from flask import Response, flash, redirect, request
from flask import session as browser
from flask_limiter.util import get_remote_address
from flask_login import login_user, logout_user
from sqlalchemy.orm import Session

from engage.accounts import passwords, queries, service
from engage.accounts.actor import DESK_WRITERS, Actor
from engage.accounts.forms import SignInForm
from engage.accounts.identity import PASSES
from engage.accounts.models import Person, Role
from engage.accounts.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.web.access import Answer, actor, anyone, permit
from engage.web.limits import FROM_ONE_PLACE, GUESSES, limiter
from engage.web.pages import page, safe_next

WRONG = (
    "The e-mail address or the password is not right. If you have not chosen a password yet, "
    "use the link in your invitation"
)


def guessing() -> str:
    """Whose door is tried, and from where: nobody else is slowed down."""
    return f"{get_remote_address()} {request.form.get('email', '').strip().lower()[:254]}"


def was_wrong(answer: Response) -> bool:
    return answer.status_code == 422


def home_of(who: Actor) -> str:
    """The space where this person works most."""
    spaces = (
        (bool(who.authorities(*DESK_WRITERS, Role.AUDITOR)), "/desk"),
        (who.is_admin, "/council"),
        (who.is_board, "/board"),
        (who.operator, "/operator"),
    )
    return next((address for wanted, address in spaces if wanted), "/my")


@bp.route("/sign-in", methods=["GET", "POST"])
@permit(anyone, transaction=False)
@limiter.limit(FROM_ONE_PLACE, methods=["POST"], deduct_when=was_wrong)
@limiter.limit(GUESSES, key_func=guessing, methods=["POST"], deduct_when=was_wrong)
def sign_in(sessions: Sessions) -> Answer:
    """E-mail address and password. Wrong ones are counted, right ones are not."""
    if request.method != "POST" and actor().is_authenticated:
        return redirect(safe_next(home_of(actor())), 303)
    form = SignInForm(request.form)
    if form.submitted():
        admitted = _admitted(sessions, form)
        if admitted is not None:
            return redirect(safe_next(home_of(admitted)), 303)
        form.refuse(WRONG)
    return page("accounts/sign_in.html", form=form)


def _admitted(sessions: Sessions, form: SignInForm) -> Actor | None:
    """Check outside any write, because checking is slow on purpose; then begin a session."""
    typed = form.password.data
    with sessions.read() as reading:
        known = queries.credentials(reading, form.email.data)
    fits = passwords.is_right(known.stored if known else None, typed)
    if not fits or known is None or known.stored is None:
        return None
    fresh = passwords.hashed(typed) if passwords.is_outdated(known.stored) else None
    with sessions.write() as writing:
        at = now(writing)
        cookie = service.admit(
            writing,
            known.person_id,
            checked=known.stored,
            refreshed=fresh,
            browser=request.user_agent.string,
            at=at,
        )
        if cookie is None:
            return None
        _end_current(writing)
        found = queries.actor_for(writing, cookie, at=at)
    carry(cookie, Actor(id=known.person_id, cookie=cookie))
    return found[0] if found else None


def begin(session: Session, person: Person) -> str:
    """Sign a person in who has just proven who they are by a link; for ``carry``."""
    _end_current(session)
    agent = request.user_agent.string
    return service.begin_session(session, person, browser=agent, at=now(session))


def carry(cookie: str, who: Actor) -> None:
    """Begin the browser's cookie anew, so that one planted before is worth nothing."""
    kept, lasting = browser.get(PASSES), browser.permanent
    browser.clear()
    if kept:
        browser[PASSES], browser.permanent = kept, lasting
    login_user(who)


def _end_current(session: Session) -> None:
    """Signing in again replaces the session this browser had."""
    if actor().sign_in_id is not None:
        service.end_session(session, actor().sign_in_id, at=now(session))


@bp.route("/sign-out", methods=["POST"])
@permit(anyone)
def sign_out(session: Session) -> Answer:
    """End this session on the server and forget everything this browser had proven."""
    _end_current(session)
    logout_user()
    browser.clear()
    flash("You have signed out")
    return redirect("/sign-in", 303)
