"""The press that gives materials to everybody, and how a file leaves."""

from collections.abc import Sequence

from flask import abort, flash, request
from sqlalchemy.orm import Session

from engage.files.views import handed_out
from engage.interest.queries import count_confirmed
from engage.kernel.clock import now
from engage.web.access import Answer, actor, anyone, permit
from engage.web.pages import page, showing_refusals
from engage.workshops import policy, queries
from engage.workshops.forms import NoneForm, PublishForm
from engage.workshops.models import Material, Sitting
from engage.workshops.service import publishing as service
from engage.workshops.views.blueprint import bp
from engage.workshops.views.materials import ONE, ROOT, Found, back


@bp.get(f"{ONE}/file")
@permit(policy.may_read_material, load=queries.material_for_desk)
def material_file(session: Session, found: Found) -> Answer:
    """For the council, also a draft."""
    file = found[1].file
    return handed_out(file) if file is not None else abort(404)


@bp.get("/challenges/<ref>/materials/<uuid:material_id>")
@permit(anyone, load=queries.public_material)
def public_material(session: Session, material: Material) -> Answer:
    file = material.file
    return handed_out(file, public=True) if file is not None else abort(404)


@bp.route(f"{ROOT}/publish", methods=["GET", "POST"])
@permit(policy.may_manage, load=queries.for_desk)
def publish_materials(session: Session, sitting: Sitting) -> Answer:
    """What is published and how many are told, before the one press that does both."""
    ready = service.ready_of(session, sitting)
    form = PublishForm(request.form, data={"version": service.mark_of(ready)})
    if form.submitted():
        with showing_refusals(form, session):
            done = service.publish(
                session, sitting, seen=form.seen(), by=actor().id, at=now(session)
            )
            flash(f"{_materials(done)} published. Everybody who takes part gets 1 e-mail")
            return back(sitting)
    return page(
        "workshops/materials_publish.html",
        form=form,
        workshop=sitting,
        challenge=sitting.challenge,
        ready=ready,
        told=count_confirmed(session, sitting.challenge_id),
    )


@bp.route(f"{ROOT}/none", methods=["GET", "POST"])
@permit(policy.may_manage, load=queries.for_desk)
def no_materials(session: Session, sitting: Sitting) -> Answer:
    form = NoneForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            because = form.because.data
            service.say_none(session, sitting, because=because, by=actor().id, at=now(session))
            flash("Everybody can now read that there are none, and why")
            return back(sitting)
    return page(
        "workshops/materials_none.html", form=form, workshop=sitting, challenge=sitting.challenge
    )


def _materials(done: Sequence[Material]) -> str:
    return "1 material is" if len(done) == 1 else f"{len(done)} materials are"
