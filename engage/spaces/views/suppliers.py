"""The directory of suppliers, and what one of them was told and took part in with one council."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import abort, request
from sqlalchemy import Row
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.reference import region_label
from engage.interest.forms import DirectoryForm, subject_label
from engage.interest.queries import directory as reading
from engage.interest.views.desk import LABELS as STATES
from engage.interest.views.desk import SIZES
from engage.notifications.queries.told import count_told, told
from engage.notifications.views.labels import LABELS, about
from engage.spaces import policy
from engage.spaces.queries import desk
from engage.spaces.views.blueprint import bp
from engage.suppliers import queries as suppliers
from engage.suppliers.models import Supplier
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging


@bp.get("/desk/suppliers")
@permit(policy.may_use_desk)
def directory(session: Session) -> Answer:
    """50 a page; every filter is in the address, and can be sent to a colleague."""
    councils = desk.councils(session, actor())
    council = _chosen(councils)
    form = DirectoryForm(request.args)
    form.validate()
    wanted, asked = form.wanted(), page_asked()
    total = reading.count_directory(session, wanted, council.id)
    rows = reading.directory(session, wanted, council.id, page=asked)
    ids = [row.id for row in rows]
    served = suppliers.regions_of_each(session, ids)
    said = {**wanted, **({"council": council.slug} if len(councils) > 1 else {})}
    return page(
        "spaces/directory.html",
        form=form,
        rows=[(row, _described(row, served.get(row.id, ()))) for row in rows],
        new=reading.new_among(session, ids, council.id),
        councils=councils,
        authority=council,
        filtered=bool(wanted),
        query=f"?{urlencode(said)}" if said else "",
        paging=paging(asked, total),
    )


@bp.get("/desk/suppliers/<uuid:listed_id>")
@permit(policy.may_use_desk_for, load=reading.in_directory)
def one_supplier(session: Session, supplier: Supplier) -> Answer:
    """What it says of itself, and what there was between it and one council; nothing of others."""
    councils = desk.councils(session, actor())
    council = _chosen(councils)
    addresses, asked = reading.addresses_of(supplier), page_asked()
    total = count_told(session, addresses, council.id)
    return page(
        "spaces/supplier.html",
        supplier=supplier,
        size=SIZES.get(supplier.size, ""),
        regions=[region_label(code) or code for code in suppliers.regions_of(session, supplier.id)],
        subjects=[subject_label(code) for code in suppliers.codes_of(session, supplier.id)],
        took_part=reading.took_part(session, supplier.id, council.id),
        told=told(session, addresses, council.id, page=asked),
        states=STATES,
        labels=LABELS,
        about=about,
        councils=councils,
        authority=council,
        paging=paging(asked, total),
    )


def _chosen(councils: Sequence[Authority]) -> Authority:
    """The council of ``?council=``, one of mine; the first by name when none is named."""
    slug = request.args.get("council")
    found = next((each for each in councils if slug in (None, "", each.slug)), None)
    return found or abort(404)


def _described(row: Row[*tuple[Any, ...]], served: Sequence[str]) -> str:
    """Its size and where it works, on one line."""
    known = (
        SIZES.get(row.size, ""),
        "VCSE" if row.vcse else "",
        "Social enterprise" if row.social_enterprise else "",
        *(region_label(code) or "" for code in served),
    )
    return " · ".join(filter(None, known))
