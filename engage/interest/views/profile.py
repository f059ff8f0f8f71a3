"""What a supplier says of itself: here, because ``suppliers`` is below CPV codes and regions."""

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
from engage.suppliers.models import Size
from engage.web.access import Answer, Door, actor, permit
from engage.web.pages import page, showing_refusals


@bp.route("/my/profile", methods=["GET", "POST"])
@bp.route("/my/profile/<uuid:supplier_id>", methods=["GET", "POST"])
@permit(policy.may_describe, load=queries.described, door=Door.EITHER)
def profile(session: Session, found: queries.Described) -> Answer:
    """Who acts for several suppliers chooses by address."""
    supplier = found.supplier
    known = service.profile_of(session, supplier)
    shown = {**known, "version": fingerprint_of(known)}
    form = ProfileForm(request.form, known=known["codes"], data=shown)
    if form.submitted():
        with showing_refusals(form, session):
            told = _profile(form)
            service.describe(
                session, supplier, told, seen=form.seen(), by=found.by, at=now(session)
            )
            flash("Profile saved")
            further = "/subjects" if "find" in request.form else ""
            return redirect(f"/my/profile/{supplier.id}{further}", 303)
    return page(
        "interest/profile.html",
        form=form,
        supplier=supplier,
        others=suppliers.named(session, actor().suppliers) if found.room is None else (),
        by_link=found.room,
    )


@bp.get("/my/challenges/<ref>/organisation")
@permit(policy.may_take_part, load=queries.room_of_contact, door=Door.LINK)
def organisation(session: Session, interest: Interest) -> Answer:
    """Where whoever came by the link that was sent to the supplier's own address says the same."""
    return redirect(f"/my/profile/{interest.supplier_id}", 303)


@bp.route("/my/profile/<uuid:supplier_id>/subjects", methods=["GET", "POST"])
@permit(policy.may_describe, load=queries.described, door=Door.EITHER)
def subjects(session: Session, found: queries.Described) -> Answer:
    """Subjects of any depth, found by words or in the tree of CPV codes."""
    form, supplier = CodesForm(request.form, asked=request.args), found.supplier
    if form.submitted():
        chosen = form.codes.data
        with showing_refusals(form, session):
            service.add_subjects(session, supplier, chosen, by=found.by, at=now(session))
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
