"""After a workshop: slides, notes and recordings, as drafts first and then for everybody."""

from uuid import UUID

from flask import abort, current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.policy import may_ask
from engage.files import service as files
from engage.files.checking import WrongFile
from engage.files.forms import RemovalForm
from engage.files.models import State
from engage.files.views import scanning, store
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.errors import NotPermitted
from engage.kernel.versions import fingerprint_of
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals
from engage.workshops import policy, queries
from engage.workshops.forms import (
    FORMS,
    MaterialFileForm,
    MaterialForm,
    shown,
)
from engage.workshops.models import Material, MaterialKind, Sitting
from engage.workshops.queries.materials import of_sitting
from engage.workshops.service import materials as service
from engage.workshops.views.blueprint import bp
from engage.workshops.views.desk import HERE, address_of

ROOT = f"{HERE}/materials"
ONE = f"{ROOT}/<uuid:material_id>"
Found = tuple[Sitting, Material]


@bp.get(ROOT)
@permit(policy.may_read, load=queries.for_desk)
def materials(session: Session, sitting: Sitting) -> Answer:
    """Drafts, what everybody has, what is gone, and by when it is promised."""
    found, at = of_sitting(session, sitting), now(session)
    drafts = [each for each in found if each.is_draft]
    return page(
        "workshops/materials_desk.html",
        workshop=sitting,
        challenge=sitting.challenge,
        drafts=drafts,
        ready=sum(each.is_ready for each in drafts),
        published=[each for each in found if not each.is_draft],
        waiting=any(_is_waiting(each) for each in drafts),
        after=queries.after(session, sitting, at=at),
        may_manage=policy.may_manage(actor(), sitting) and not service.why_closed(sitting),
        several=queries.number_of_sittings(session, sitting.workshop_id) > 1,
        scanning=scanning(),
        begun=at >= sitting.starts_at,
    )


@bp.route(f"{ROOT}/add-file", methods=["GET", "POST"])
@permit(may_ask, transaction=False)
def add_file(sessions: Sessions, ref: str, sitting_id: UUID) -> Answer:
    """Slow work between two transactions, as for documents."""
    with sessions.read() as session:
        sitting = _writable(session, ref, sitting_id)
        form = MaterialFileForm(request.form, data={"sessions": "one"})
        instead = _asked(session, form, ref, sitting)
    form.at_most(current_app.extensions["settings"].largest_file)
    if form.submitted():
        sent = form.file.data
        try:
            file_id = files.receive(sessions, store(), name=sent.filename, content=sent.stream)
        except WrongFile as problem:
            form.refuse_file(problem)
        except files.NotKept as problem:
            form.refuse(problem)
        else:
            if answer := _file_added(sessions, ref, sitting_id, form, file_id):
                return answer
    return _page_of(form, sitting, instead, MaterialKind.FILE)


def _file_added(
    sessions: Sessions, ref: str, sitting_id: UUID, form: MaterialFileForm, file_id: UUID
) -> Answer | None:
    """The way back; None when a rule refused, and the form says why."""
    answer = None
    with sessions.write() as session:
        sitting, at = _writable(session, ref, sitting_id), now(session)
        with showing_refusals(form, session):
            file = files.admit(session, file_id, scan=scanning(), at=at)
            service.add(
                session,
                sitting,
                kind=MaterialKind.FILE,
                file=file,
                instead_of=_instead(session, ref, sitting),
                because=form.reason,
                by=actor().id,
                at=at,
                **form.content,
            )
            flash("Draft added. Nobody outside your council sees it yet")
            answer = back(sitting)
    return answer


def _writable(session: Session, ref: str, sitting_id: UUID) -> Sitting:
    sitting = queries.for_desk(session, actor(), ref, sitting_id)
    if sitting is None:
        abort(404)
    if not policy.may_manage(actor(), sitting):
        raise NotPermitted
    return sitting


@bp.route(f"{ROOT}/add-link", methods=["GET", "POST"])
@permit(policy.may_manage, load=queries.for_desk)
def add_link(session: Session, sitting: Sitting) -> Answer:
    return _add(session, sitting, MaterialKind.LINK)


@bp.route(f"{ROOT}/add-notes", methods=["GET", "POST"])
@permit(policy.may_manage, load=queries.for_desk)
def add_notes(session: Session, sitting: Sitting) -> Answer:
    return _add(session, sitting, MaterialKind.NOTES)


def _add(session: Session, sitting: Sitting, kind: MaterialKind) -> Answer:
    ref = sitting.challenge.reference
    form = FORMS[kind](request.form, data={"sessions": "one"})
    instead = _asked(session, form, ref, sitting)
    if form.submitted():
        with showing_refusals(form, session):
            service.add(
                session,
                sitting,
                kind=kind,
                instead_of=instead,
                because=form.reason,
                by=actor().id,
                at=now(session),
                **form.content,
            )
            flash("Draft added. Nobody outside your council sees it yet")
            return back(sitting)
    return _page_of(form, sitting, instead, kind)


def _asked(session: Session, form: MaterialForm, ref: str, sitting: Sitting) -> Material | None:
    """What the new one is to replace, if the address says so; and what the form asks then."""
    instead = _instead(session, ref, sitting)
    several = queries.number_of_sittings(session, sitting.workshop_id) > 1
    form.ask(sessions=several and instead is None, why=instead is not None)
    return instead


def _instead(session: Session, ref: str, sitting: Sitting) -> Material | None:
    asked = request.args.get("instead")
    if asked is None:
        return None
    try:
        wanted = UUID(asked)
    except ValueError:
        abort(404)
    found = queries.material_for_desk(session, actor(), ref, sitting.id, wanted)
    return found[1] if found and not found[1].is_draft else abort(404)


def _page_of(
    form: MaterialForm, sitting: Sitting, instead: Material | None, kind: MaterialKind
) -> Answer:
    return page(
        "workshops/material_add.html",
        form=form,
        workshop=sitting,
        challenge=sitting.challenge,
        instead=instead,
        kind=kind.value,
    )


@bp.route(ONE, methods=["GET", "POST"])
@permit(policy.may_manage_material, load=queries.material_for_desk)
def change_material(session: Session, found: Found) -> Answer:
    """A draft; of a file everything but the file."""
    sitting, material = found
    saved = service.content_of(material)
    version = fingerprint_of(saved)
    form = FORMS[material.kind](request.form, data={**shown(saved), "version": version})
    form.ask(sessions=queries.number_of_sittings(session, sitting.workshop_id) > 1, why=False)
    if isinstance(form, MaterialFileForm):
        del form.file
    if form.submitted():
        content = form.content
        if "sessions" not in form:
            content["whole"] = saved["whole"]
        with showing_refusals(form, session):
            about = {"seen": form.seen(), "by": actor().id, "at": now(session)}
            service.change(session, sitting, material, **about, **content)
            flash("Draft changed")
            return back(sitting)
    return page(
        "workshops/material_edit.html",
        form=form,
        workshop=sitting,
        challenge=sitting.challenge,
        material=material,
    )


@bp.route(f"{ONE}/withdraw", methods=["GET", "POST"])
@permit(policy.may_manage_material, load=queries.material_for_desk)
def withdraw_material(session: Session, found: Found) -> Answer:
    sitting, material = found
    form = RemovalForm(request.form)
    form.ask_why(not material.is_draft)
    if form.submitted():
        with showing_refusals(form, session):
            because = form.reason
            service.withdraw(
                session, sitting, material, because=because, by=actor().id, at=now(session)
            )
            flash("Draft removed" if not because else "Withdrawn")
            return back(sitting)
    return page(
        "workshops/material_withdraw.html",
        form=form,
        workshop=sitting,
        challenge=sitting.challenge,
        material=material,
    )


def _is_waiting(material: Material) -> bool:
    return material.file is not None and material.file.state is State.QUARANTINED


def back(sitting: Sitting) -> Answer:
    return redirect(f"{address_of(sitting)}/materials", 303)
