"""Documents of a challenge: the officer's pages, and the file that everybody may take away."""

from uuid import UUID

from flask import abort, current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.models import Challenge, ChallengeDocument
from engage.challenges.service.documents import was_seen
from engage.challenges.views.blueprint import bp
from engage.files import service as files
from engage.files.checking import WrongFile
from engage.files.forms import FileForm, RemovalForm, TitleForm
from engage.files.models import State
from engage.files.views import handed_out, scanning, store
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.errors import NotPermitted
from engage.kernel.versions import fingerprint_of
from engage.web.access import Answer, actor, anyone, permit
from engage.web.pages import page, showing_refusals

ROOT = "/desk/challenges/<ref>/documents"
ONE = f"{ROOT}/<uuid:document_id>"


@bp.get(ROOT)
@permit(policy.may_read, load=queries.for_desk)
def documents(session: Session, challenge: Challenge) -> Answer:
    found = queries.documents(session, challenge.id)
    here = [each for each in found if each.removed_at is None]
    frozen = service.why_no_more_documents(challenge)
    return page(
        "challenges/documents_desk.html",
        challenge=challenge,
        documents=here,
        removed=[each for each in found if each.removed_at is not None],
        waiting=any(each.file.state is State.QUARANTINED for each in here),
        frozen=frozen,
        editable=policy.may_write(actor(), challenge) and not frozen,
        scanning=scanning(),
    )


@bp.route(f"{ROOT}/add", methods=["GET", "POST"])
@permit(policy.may_ask, transaction=False)
def add_document(sessions: Sessions, ref: str) -> Answer:
    """Slow work between two transactions: what is sent is looked into, and put away."""
    with sessions.read() as session:
        challenge = _writable(session, ref)
    form = FileForm(request.form)
    form.at_most(current_app.extensions["settings"].largest_file)
    frozen = service.why_no_more_documents(challenge)
    if frozen:
        raise service.BadDocument(frozen)
    if form.submitted():
        try:
            sent = form.file
            file_id = files.receive(
                sessions, store(), name=sent.data.filename, content=sent.data.stream
            )
        except WrongFile as problem:
            form.refuse_file(problem)
        except files.NotKept as problem:
            form.refuse(problem)
        else:
            if answer := _added(sessions, ref, form, file_id):
                return answer
    return page("challenges/document_add.html", form=form, challenge=challenge, scanning=scanning())


def _added(sessions: Sessions, ref: str, form: FileForm, file_id: UUID) -> Answer | None:
    """The way back; None when a rule refused, and the form says why."""
    answer = None
    with sessions.write() as session:
        challenge, at = _writable(session, ref), now(session)
        with showing_refusals(form, session):
            file = files.admit(session, file_id, scan=scanning(), at=at)
            title = form.title.data
            service.add_document(session, challenge, title=title, file=file, by=actor().id, at=at)
            flash("Document added")
            answer = _back(challenge)
    return answer


def _writable(session: Session, ref: str) -> Challenge:
    challenge = queries.for_desk(session, actor(), ref)
    if challenge is None:
        abort(404)
    if not policy.may_write(actor(), challenge):
        raise NotPermitted
    return challenge


@bp.route(ONE, methods=["GET", "POST"])
@permit(policy.may_write_document, load=queries.document_for_desk)
def rename_document(session: Session, document: ChallengeDocument) -> Answer:
    saved = {"title": document.title}
    form = TitleForm(request.form, data={**saved, "version": fingerprint_of(saved)})
    if form.submitted():
        with showing_refusals(form, session):
            service.rename_document(
                session,
                document,
                title=form.title.data,
                seen=form.seen(),
                by=actor().id,
                at=now(session),
            )
            flash("Title changed")
            return _back(document.challenge)
    return page(
        "challenges/document_title.html",
        form=form,
        challenge=document.challenge,
        document=document,
    )


@bp.post(f"{ONE}/move")
@permit(policy.may_write_document, load=queries.document_for_desk)
def move_document(session: Session, document: ChallengeDocument) -> Answer:
    up = request.form.get("direction") != "down"
    service.move_document(session, document, up=up, by=actor().id, at=now(session))
    return _back(document.challenge, f"#document-{document.id}")


@bp.route(f"{ONE}/remove", methods=["GET", "POST"])
@permit(policy.may_write_document, load=queries.document_for_desk)
def remove_document(session: Session, document: ChallengeDocument) -> Answer:
    form = RemovalForm(request.form)
    form.ask_why(was_seen(document))
    if form.submitted():
        with showing_refusals(form, session):
            because = form.reason
            service.remove_document(
                session, document, because=because, by=actor().id, at=now(session)
            )
            flash("Document removed")
            return _back(document.challenge)
    return page(
        "challenges/document_remove.html",
        form=form,
        challenge=document.challenge,
        document=document,
        was_seen=was_seen(document),
    )


@bp.get(f"{ONE}/file")
@permit(policy.may_read_document, load=queries.document_for_desk)
def desk_file(session: Session, document: ChallengeDocument) -> Answer:
    """For the council, also before it is published."""
    return handed_out(document.file)


@bp.get("/challenges/<ref>/documents/<uuid:document_id>")
@permit(anyone, load=queries.document_of_public)
def public_file(session: Session, document: ChallengeDocument) -> Answer:
    return handed_out(document.file, public=True)


def _back(challenge: Challenge, anchor: str = "") -> Answer:
    return redirect(f"/desk/challenges/{challenge.reference}/documents{anchor}", 303)
