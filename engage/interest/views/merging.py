"""Suppliers that may be one: suggested, compared, merged, and put apart again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import abort, current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.policy import may_draft
from engage.challenges.queries import councils_to_draft_for
from engage.challenges.reference import region_label
from engage.interest import policy
from engage.interest.forms.profile import subject_label
from engage.interest.queries import duplicates as reading
from engage.interest.service import merging as service
from engage.interest.views.blueprint import bp
from engage.interest.views.desk import SIZES
from engage.kernel.clock import now
from engage.kernel.tokens import LinkAltered, Signer
from engage.suppliers import queries as suppliers
from engage.suppliers.models import Supplier, SupplierMerge
from engage.suppliers.service.merging import filled
from engage.web.access import Answer, actor, anyone, permit
from engage.web.forms import ButtonForm
from engage.web.pages import page, page_asked, paging, showing_refusals

LINK_LASTS = timedelta(days=365)


@bp.get("/desk/suppliers/duplicates")
@permit(may_draft)
def duplicates(session: Session) -> Answer:
    """Likely pairs among the suppliers of a council, and what was merged there before."""
    councils = councils_to_draft_for(session, actor())
    council = _chosen(councils)
    asked, total = page_asked(), reading.count_merges(session, council.id)
    return page(
        "interest/duplicates.html",
        pairs=reading.suggested(session, council.id),
        most=reading.MOST_SUGGESTED,
        merges=reading.merges(session, council.id, page=asked),
        undo_after=now(session) - service.REVERSIBLE,
        councils=councils,
        authority=council,
        paging=paging(asked, total),
    )


@bp.route("/desk/suppliers/<uuid:kept_id>/merge/<uuid:gone_id>", methods=["GET", "POST"])
@permit(policy.may_merge, load=reading.pair_for)
def merge(session: Session, pair: reading.Pair) -> Answer:
    """Side by side what each says and what will be kept, and the button."""
    form = ButtonForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            about = {"authority_id": pair.authority_id, "by": actor().id}
            service.merge(session, pair.kept, pair.gone, **about, at=now(session))
            flash("Merged. Both main contacts are told by e-mail")
            return redirect("/desk/suppliers/duplicates", 303)
    return page(
        "interest/merge.html",
        form=form,
        kept=pair.kept,
        gone=pair.gone,
        rows=list(_side_by_side(session, pair)),
        authority=session.get_one(Authority, pair.authority_id),
        status=409 if form.form_errors else 200,
    )


@bp.post("/desk/suppliers/merges/<uuid:merge_id>/undo")
@permit(policy.may_part, load=reading.merge_for)
def undo_merge(session: Session, made: SupplierMerge) -> Answer:
    """Two again; pressing twice is undoing once."""
    service.part(session, made, by=actor().id, at=now(session))
    flash("They are two suppliers again")
    return redirect("/desk/suppliers/duplicates", 303)


@bp.route("/suppliers/merged/<token>", methods=["GET", "POST"])
@permit(anyone)
def object_to_merge(session: Session, token: str) -> Answer:
    """For whoever was merged with somebody else: one button, and they are two again."""
    signer: Signer = current_app.extensions["signer"]
    merge_id = signer.read_id(service.MERGE, token, LINK_LASTS, at=now(session))
    made = session.get(SupplierMerge, merge_id)
    if made is None:
        raise LinkAltered("This link does not lead anywhere any more")
    form = ButtonForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.part(session, made, by=None, own=True, at=now(session))
            return redirect(request.path, 303)
    late = now(session) >= made.at + service.REVERSIBLE
    status = 409 if form.form_errors else 200
    return page("interest/merged.html", form=form, made=made, late=late, status=status)


def _chosen(councils: list[Authority]) -> Authority:
    """The council of ``?council=``, one of mine; the first by name when none is named."""
    slug = request.args.get("council", "")
    found = next((each for each in councils if slug in ("", each.slug)), None)
    return found or abort(404)


def _side_by_side(session: Session, pair: reading.Pair) -> Iterator[tuple[str, Any, Any, Any]]:
    """What each says, and what the one that is kept says afterwards."""
    more = filled(pair.kept, pair.gone)
    one, other = (_said(session, each) for each in pair[:2])
    taken = _words({**_values(pair.kept), **more})
    yield "Name", pair.kept.name, pair.gone.name, pair.kept.name
    yield "We write to", pair.kept.email, pair.gone.email, pair.kept.email
    for label, value in one.items():
        theirs = other[label]
        if label in taken:
            yield label, value, theirs, taken[label]
        else:
            both = list(dict.fromkeys([*value, *theirs])) if value or label == "Regions" else []
            yield label, ", ".join(value), ", ".join(theirs), ", ".join(both)


VALUES = ("company_number", "charity_number", "ppon", "size", "vcse", "social_enterprise", "about")


def _values(supplier: Supplier) -> dict[str, Any]:
    return {name: getattr(supplier, name) for name in VALUES}


def _words(values: dict[str, Any]) -> dict[str, str]:
    return {
        "Company number": values["company_number"] or "",
        "Charity number": values["charity_number"] or "",
        "PPON": values["ppon"] or "",
        "Size": SIZES.get(values["size"], ""),
        "VCSE": "Yes" if values["vcse"] else "",
        "Social enterprise": "Yes" if values["social_enterprise"] else "",
        "What it does": values["about"],
    }


def _said(session: Session, supplier: Supplier) -> dict[str, Any]:
    regions = suppliers.regions_of(session, supplier.id)
    return {
        **_words(_values(supplier)),
        "Regions": [region_label(code) or code for code in regions],
        "Subjects": [subject_label(code) for code in suppliers.codes_of(session, supplier.id)],
    }
