"""The question bank, from the page of a questionnaire."""

from uuid import UUID

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.challenges.reference import PURPOSES
from engage.kernel.clock import now
from engage.responses import policy, queries, service
from engage.responses.forms import HOW, BankForm, BankSearch
from engage.responses.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals


@bp.get("/desk/challenges/<ref>/questionnaire/bank")
@permit(policy.may_edit_questionnaire, load=for_desk)
def bank(session: Session, challenge: Challenge) -> Answer:
    """The council's own, 50 a page, and those that engage ships; both by the same search."""
    return _bank(session, challenge, BankForm(None))


@bp.post("/desk/challenges/<ref>/questionnaire/bank")
@permit(policy.may_edit_questionnaire, load=for_desk)
def change_bank(session: Session, challenge: Challenge) -> Answer:
    """Keep a question of this questionnaire, or take one out of the bank."""
    form = BankForm(request.form)
    root = f"/desk/challenges/{challenge.reference}/questionnaire"
    if form.submitted():
        with showing_refusals(form, session):
            return redirect(f"{root}{_changed(session, challenge, form)}", 303)
    return _bank(session, challenge, form)


def _changed(session: Session, challenge: Challenge, form: BankForm) -> str:
    """Where to go on."""
    by, at = actor().id, now(session)
    if form.forget.data:
        service.forget(session, challenge, _key(form.forget.data), by=by, at=at)
        flash("Taken out of your question bank")
        return "/bank"
    prompt = queries.prompt_for_desk(session, actor(), challenge.reference, _key(form.keep.data))
    if prompt is None:
        raise service.Gone("Somebody removed this question meanwhile.")
    new = service.keep(session, prompt, by=by, at=at)
    flash("Kept in your question bank" if new else "Your question bank has this question already")
    return f"#question-{prompt.id}"


def _bank(session: Session, challenge: Challenge, form: BankForm) -> Answer:
    search = BankSearch(request.args)
    asked = search.q.data or "" if search.validate() else ""
    part = page_asked()
    rows, total = queries.banked(session, challenge, asked, page=part)
    return page(
        "responses/bank.html",
        form=form,
        search=search,
        asked=asked,
        challenge=challenge,
        rows=rows,
        paging=paging(part, total),
        shipped=queries.shipped_that_fit(asked) if part.number == 1 else [],
        kinds=HOW,
        purposes=PURPOSES,
        extendable=service.may_add(challenge, now(session)),
    )


def _key(text: str | None) -> UUID:
    """What a page of ours carries; one that nothing has, when somebody else wrote it."""
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)
