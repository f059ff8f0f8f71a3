"""What a supplier says of itself: here, because ``suppliers`` is below CPV codes and regions."""

from uuid import UUID

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.forms import CodesForm
from engage.interest import policy, queries
from engage.interest.forms import ProfileForm
from engage.interest.models import Interest
from engage.interest.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.versions import fingerprint_of
from engage.suppliers import queries as suppliers
from engage.suppliers import service
from engage.suppliers.models import Size, Supplier
from engage.web.access import Answer, Door, actor, permit
from engage.web.pages import page, showing_refusals


@bp.route("/my/profile", methods=["GET", "POST"])
@bp.route("/my/profile/<uuid:supplier_id>", methods=["GET", "POST"])
@permit(policy.may_describe, load=queries.own_supplier)
def profile(session: Session, supplier: Supplier) -> Answer:
    """For people with an account at the supplier; who has several chooses by address."""
    return _describing(session, supplier, f"/my/profile/{supplier.id}", by=actor().id)


@bp.route("/my/challenges/<ref>/organisation", methods=["GET", "POST"])
@permit(policy.may_take_part, load=queries.room_of_contact, door=Door.LINK)
def organisation(session: Session, interest: Interest) -> Answer:
    """The same without an account: by the link that was sent to the supplier's own address."""
    supplier = session.get_one(Supplier, interest.supplier_id)
    here = f"/my/challenges/{interest.challenge.reference}/organisation"
    return _describing(session, supplier, here, by=interest.id, room=interest)


def _describing(
    session: Session, supplier: Supplier, here: str, *, by: UUID, room: Interest | None = None
) -> Answer:
    known = service.profile_of(session, supplier)
    shown = {**known, "version": fingerprint_of(known)}
    form = ProfileForm(request.form, known=known["codes"], data=shown)
    if form.submitted():
        with showing_refusals(form, session):
            told = _profile(form)
            service.describe(session, supplier, told, seen=form.seen(), by=by, at=now(session))
            flash("Profile saved")
            further = "/subjects" if "find" in request.form and room is None else ""
            return redirect(f"{here}{further}", 303)
    others = suppliers.named(session, actor().suppliers) if room is None else ()
    return page(
        "interest/profile.html",
        form=form,
        supplier=supplier,
        others=others,
        address=here,
        by_link=room,
    )


@bp.route("/my/profile/<uuid:supplier_id>/subjects", methods=["GET", "POST"])
@permit(policy.may_describe, load=queries.own_supplier)
def subjects(session: Session, supplier: Supplier) -> Answer:
    """Subjects of any depth, found by words or in the tree of CPV codes."""
    form = CodesForm(request.form, asked=request.args)
    if form.submitted():
        chosen = form.codes.data
        with showing_refusals(form, session):
            service.add_subjects(session, supplier, chosen, by=actor().id, at=now(session))
            flash("Subjects added")
            return redirect(f"/my/profile/{supplier.id}", 303)
    return page("interest/subjects.html", form=form, supplier=supplier)


def _profile(form: ProfileForm) -> service.Profile:
    return service.Profile(
        name=form.name.data,
        company_number=form.company_number.data,
        charity_number=form.charity_number.data,
        ppon=form.ppon.data,
        size=Size(form.size.data),
        vcse=form.vcse.data,
        social_enterprise=form.social_enterprise.data,
        about=form.about.data,
        access_needs=form.access_needs.data,
        languages=form.languages.data,
        alerts=form.alerts.data,
        regions=frozenset(form.regions.data),
        codes=frozenset(form.codes.data),
    )
