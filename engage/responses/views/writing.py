"""The supplier's pages for writing: the list of questions, and one question a page."""

import secrets

from flask import jsonify, redirect, request
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.responses import policy, queries, service
from engage.responses.forms import AnswerForm
from engage.responses.queries import Own, OwnPrompt
from engage.responses.views.blueprint import bp
from engage.web.access import Answer, Door, permit
from engage.web.pages import page, showing_refusals


@bp.get("/my/challenges/<ref>/response")
@permit(policy.may_respond, load=queries.own, door=Door.LINK)
def response(session: Session, own: Own) -> Answer:
    """The task list while the engagement is open; after it, what was sent."""
    sheet = queries.sheet(session, own)
    at = now(session)
    return page(
        "responses/tasks.html" if own.challenge.takes_part(at) else "responses/after.html",
        challenge=own.challenge,
        own=own,
        sheet=sheet,
        at=at,
    )


@bp.get("/my/challenges/<ref>/response/<uuid:prompt_id>")
@permit(policy.may_respond, load=queries.own_prompt, door=Door.LINK)
def question(session: Session, own: OwnPrompt) -> Answer:
    if not own.challenge.takes_part(now(session)):
        return redirect(_root(own), 303)
    text = queries.sheet(session, own).text(own.prompt)
    told = {"text": text, "version": service.version_of(text), "page": secrets.token_urlsafe(12)}
    return _show(session, own, AnswerForm(request.form, data=told))


@bp.post("/my/challenges/<ref>/response/<uuid:prompt_id>")
@permit(policy.may_respond, load=queries.own_prompt, door=Door.LINK)
def save(session: Session, own: OwnPrompt) -> Answer:
    """Both buttons and the script save here; a draft may be empty, or too long."""
    form = AnswerForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            _keep(session, own, form)
            return _saved(session, own, form)
    return _show(session, own, form)


def _keep(session: Session, own: OwnPrompt, form: AnswerForm) -> None:
    at = now(session)
    service.save_answers(
        session,
        service.start(session, own.interest, at=at),
        {own.prompt.id: form.text.data},
        at=at,
        page=form.page.data,
        seen={own.prompt.id: form.seen()},
    )


def _saved(session: Session, own: OwnPrompt, form: AnswerForm) -> Answer:
    if "X-Autosave" in request.headers:
        return jsonify(version=service.version_of(form.text.data))
    if request.form.get("then") == "list":
        return redirect(_root(own), 303)
    every = [prompt.id for prompt in queries.prompts(session, own.challenge.id)]
    following = every[every.index(own.prompt.id) + 1 :]
    return redirect(f"{_root(own)}/{following[0] if following else 'check'}", 303)


def _show(session: Session, own: OwnPrompt, form: AnswerForm) -> Answer:
    form.ask(own.prompt)
    every = [prompt.id for prompt in queries.prompts(session, own.challenge.id)]
    return page(
        "responses/question.html",
        form=form,
        challenge=own.challenge,
        prompt=own.prompt,
        number=every.index(own.prompt.id) + 1,
        total=len(every),
    )


def _root(own: Own) -> str:
    return f"/my/challenges/{own.challenge.reference}/response"
