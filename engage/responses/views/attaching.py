"""Files as answers: handed in by suppliers, and read by the council when responses are open."""

from uuid import UUID

from flask import abort, current_app, redirect, request
from sqlalchemy.orm import Session

from engage.files import service as files
from engage.files.checking import WrongFile
from engage.files.views import handed_out, scanning, store
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.responses import policy, queries, service
from engage.responses.forms.answering import FileAnswer
from engage.responses.kinds import Kind
from engage.responses.models import Protection
from engage.responses.queries import OwnPrompt, SentFile
from engage.responses.views.blueprint import bp
from engage.responses.views.writing import show_question
from engage.web.access import Answer, Door, actor, permit
from engage.web.pages import showing_refusals

ONE = "/my/challenges/<ref>/response/<uuid:prompt_id>/file"


@bp.post(ONE)
@permit(policy.may_attach, transaction=False, door=Door.LINK)
def attach(sessions: Sessions, ref: str, prompt_id: UUID) -> Answer:
    """Slow work between two transactions: what is sent is looked into, and put away."""
    with sessions.read() as session:
        own = _own(session, ref, prompt_id)
        form = FileAnswer(request.form)
        form.at_most(current_app.extensions["settings"].largest_file)
        form.ask(own.prompt)
        form.text.optional = True
    if form.submitted():
        try:
            file_id = _received(sessions, form)
        except WrongFile as problem:
            form.text.errors = [str(problem)]
        except files.NotKept as problem:
            form.refuse(problem)
        else:
            if answer := _attached(sessions, ref, prompt_id, form, file_id):
                return answer
    with sessions.read() as session:
        return show_question(session, _own(session, ref, prompt_id), form)


@bp.get(ONE)
@permit(policy.may_respond, load=queries.own_prompt, door=Door.LINK)
def attached(session: Session, own: OwnPrompt) -> Answer:
    """What the supplier handed in, as they handed it in."""
    file = queries.attached(session, queries.sheet(session, own).text(own.prompt), own.prompt)
    return handed_out(file) if file else abort(404)


@bp.get("/desk/challenges/<ref>/responses/<uuid:response_id>/files/<uuid:prompt_id>")
@permit(policy.may_read_sent, load=queries.sent_file)
def sent_file(session: Session, sent: SentFile) -> Answer:
    return handed_out(sent.file)


def _received(sessions: Sessions, form: FileAnswer) -> UUID | None:
    sent = form.text.data
    if sent is None:
        return None
    return files.receive(sessions, store(), name=sent.filename, content=sent.stream)


def _attached(
    sessions: Sessions, ref: str, prompt_id: UUID, form: FileAnswer, file_id: UUID | None
) -> Answer | None:
    """The way on; None when a rule refused, and the form says why."""
    answer = None
    with sessions.write() as session:
        own, at = _own(session, ref, prompt_id), now(session)
        protection = Protection(form.protection.data or Protection.COUNCIL)
        with showing_refusals(form, session):
            response = service.start(session, own.interest, at=at)
            if file_id is None and not form.remove.data:
                service.protect(session, response, own.prompt, protection, at=at)
            else:
                file = files.admit(session, file_id, scan=scanning(), at=at) if file_id else None
                service.attach(session, response, own.prompt, file, protection=protection, at=at)
            root = f"/my/challenges/{ref}/response"
            answer = redirect(f"{root}/{prompt_id}" if form.remove.data else root, 303)
    return answer


def _own(session: Session, ref: str, prompt_id: UUID) -> OwnPrompt:
    own = queries.own_prompt(session, actor(), ref, prompt_id)
    if own is None or not policy.may_respond(actor(), own) or own.prompt.kind is not Kind.FILE:
        abort(404)
    return own
