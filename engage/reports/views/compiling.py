"""Ask for the responses to be compiled, watch it, and find the files."""

from datetime import datetime, timedelta

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.reports import policy, queries, service
from engage.reports.models import Compilation
from engage.reports.views.blueprint import bp
from engage.responses import policy as responses
from engage.responses.queries import count_sent
from engage.web.access import Answer, actor, permit
from engage.web.forms import ButtonForm, Form
from engage.web.pages import page, showing_refusals


@bp.get("/desk/challenges/<ref>/compile")
@permit(policy.may_see, load=for_desk)
def compile_page(session: Session, challenge: Challenge) -> Answer:
    return _show(session, challenge, ButtonForm(request.form))


@bp.post("/desk/challenges/<ref>/compile")
@permit(policy.may_compile, load=for_desk)
def compile_responses(session: Session, challenge: Challenge) -> Answer:
    form = ButtonForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.ask(session, challenge, by=actor().id, at=now(session))
            return redirect(f"/desk/challenges/{challenge.reference}/compile", 303)
    return _show(session, challenge, form)


@bp.post("/desk/challenges/<ref>/compile/<uuid:compilation_id>/cancel")
@permit(policy.may_cancel, load=queries.for_desk)
def cancel(session: Session, compilation: Compilation) -> Answer:
    """Stop it; when it has ended meanwhile, say so."""
    stopped = service.cancel(session, compilation, by=actor().id, at=now(session))
    flash("Compiling is cancelled" if stopped else "It had ended already, so nothing was cancelled")
    return redirect(f"/desk/challenges/{compilation.challenge.reference}/compile", 303)


def _show(session: Session, challenge: Challenge, form: Form) -> Answer:
    at = now(session)
    if not responses.is_unsealed(challenge, at):
        return page("responses/sealed.html", challenge=challenge, form=form, at=at)
    asked = queries.compilations(session, challenge)
    newest = asked[0].compilation if asked else None
    return page(
        "reports/compile.html",
        challenge=challenge,
        form=form,
        asked=asked,
        total=count_sent(session, challenge, at=at),
        left=time_left(newest, at) if newest else "",
        stale=newest is not None and queries.is_stale(session, newest, at=at),
        may_compile=policy.may_compile(actor(), challenge),
    )


def time_left(compilation: Compilation, at: datetime) -> str:
    """About how long it still takes, from how fast it went so far."""
    done, total = compilation.rows_done, compilation.rows_total
    if not done:
        return "This usually takes less than a minute."
    spent = max(at - compilation.asked_at, timedelta(seconds=1))
    seconds = spent.total_seconds() / done * max(total - done, 0)
    if seconds < 60:
        return "Less than a minute to go."
    return f"About {round(seconds / 60)} minutes to go."
