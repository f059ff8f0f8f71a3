"""The supplier's pages for writing: the list of questions, and one question a page."""

import secrets
from datetime import timedelta

from flask import abort, current_app, jsonify, redirect, request
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.responses import policy, queries, service
from engage.responses.forms import ANSWERS, AnswerForm, FileAnswer
from engage.responses.kinds import Kind, read
from engage.responses.models import Protection
from engage.responses.queries import Earlier, Own, OwnPrompt
from engage.responses.views.blueprint import bp
from engage.web.access import Answer, Door, actor, permit
from engage.web.pages import page, showing_refusals

BUSY = timedelta(minutes=2)
"""Whoever saved so lately may be typing still: a page saves by itself while somebody types."""


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
    sheet, answer = queries.sheet(session, own), ANSWERS[own.prompt.kind]
    text = sheet.text(own.prompt)
    earlier = None if text else queries.earlier(session, actor(), own)
    taken = earlier.text if earlier and request.args.get("use") == "earlier" else text
    told = {
        "text": answer.value(taken),
        "version": service.version_of(text),
        "page": secrets.token_urlsafe(12),
        "protection": sheet.protection(own.prompt),
    }
    form = answer(request.form, data=told)
    if isinstance(form, FileAnswer):
        form.at_most(current_app.extensions["settings"].largest_file)
    return show_question(session, own, form, earlier=earlier, taken=bool(taken and not text))


@bp.post("/my/challenges/<ref>/response/<uuid:prompt_id>")
@permit(policy.may_respond, load=queries.own_prompt, door=Door.LINK)
def save(session: Session, own: OwnPrompt) -> Answer:
    """Both buttons and the script save here; a draft may be empty, or too long."""
    form = ANSWERS[own.prompt.kind](request.form)
    if own.prompt.kind is Kind.FILE:  # it goes its own way: see ``attaching``
        abort(404)
    form.offer(own.prompt)
    if form.submitted():
        with showing_refusals(form, session):
            _keep(session, own, form)
            return _saved(session, own, form)
    return show_question(session, own, form)


def _keep(session: Session, own: OwnPrompt, form: AnswerForm) -> None:
    at = now(session)
    service.save_answers(
        session,
        service.start(session, own.interest, at=at),
        {own.prompt.id: form.said},
        at=at,
        page=form.page.data,
        seen={own.prompt.id: form.seen()},
        protections={own.prompt.id: Protection(form.protection.data or Protection.COUNCIL)},
        writer=_me(own),
    )


def _saved(session: Session, own: OwnPrompt, form: AnswerForm) -> Answer:
    if "X-Autosave" in request.headers:
        return jsonify(version=service.version_of(read(own.prompt, form.said)))
    if request.form.get("then") == "list":
        return redirect(_root(own), 303)
    sheet = queries.sheet(session, own)
    here = sheet.number(own.prompt)
    following = [prompt.id for prompt in sheet.asked if sheet.number(prompt) > here]
    return redirect(f"{_root(own)}/{following[0] if following else 'check'}", 303)


def show_question(
    session: Session,
    own: OwnPrompt,
    form: AnswerForm,
    *,
    earlier: Earlier | None = None,
    taken: bool = False,
) -> Answer:
    """``earlier``: an answer to offer; ``taken``: it is in the field, and not saved yet."""
    form.ask(own.prompt)
    sheet = queries.sheet(session, own)
    writer, written_at = sheet.changes.get(own.prompt.id, ("", None))
    return page(
        "responses/question.html",
        form=form,
        challenge=own.challenge,
        prompt=own.prompt,
        number=sheet.number(own.prompt),
        total=len(sheet.prompts),
        file=queries.attached(session, sheet.text(own.prompt), own.prompt),
        earlier=earlier,
        taken=taken,
        writer="you" if writer == _me(own) else writer,
        written_at=written_at,
        busy=writer != _me(own) and written_at and now(session) - written_at < BUSY,
    )


def _me(own: Own) -> str:
    """The name that others on the same response read."""
    return actor().name or own.interest.name


def _root(own: Own) -> str:
    return f"/my/challenges/{own.challenge.reference}/response"
