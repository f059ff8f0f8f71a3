"""A supplier takes its profile away as a file, and brings it back, looked at before it is saved."""

from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from engage.interest import policy, queries
from engage.interest.forms import ProfileForm
from engage.interest.forms.exchange import (
    BadProfile,
    ProfileFileForm,
    as_csv,
    as_json,
    read_profile,
)
from engage.interest.views.blueprint import bp
from engage.kernel.versions import fingerprint_of
from engage.suppliers import service
from engage.web.access import Answer, Door, permit
from engage.web.pages import page


@bp.get("/my/profile/<uuid:supplier_id>/profile.json")
@permit(policy.may_describe, load=queries.described, door=Door.EITHER)
def profile_json(session: Session, found: queries.Described) -> Answer:
    """All that the supplier says of itself, for machines."""
    return _file(as_json(service.profile_of(session, found.supplier)), "application/json", "json")


@bp.get("/my/profile/<uuid:supplier_id>/profile.csv")
@permit(policy.may_describe, load=queries.described, door=Door.EITHER)
def profile_csv(session: Session, found: queries.Described) -> Answer:
    """The same for spreadsheets."""
    return _file(as_csv(service.profile_of(session, found.supplier)), "text/csv", "csv")


@bp.route("/my/profile/<uuid:supplier_id>/import", methods=["GET", "POST"])
@permit(policy.may_describe, load=queries.described, door=Door.EITHER)
def import_profile(session: Session, found: queries.Described) -> Answer:
    """What a file would change, or all that is wrong with it. Nothing is saved here."""
    form, supplier = ProfileFileForm(request.form), found.supplier
    known = service.profile_of(session, supplier)
    if form.submitted():
        try:
            read = _checked(form, known)
        except BadProfile as problem:
            for fault in problem.faults:
                form.refuse(fault)
        else:
            return page("interest/import_preview.html", supplier=supplier, **_preview(read, known))
    return page("interest/import.html", form=form, supplier=supplier)


def _checked(form: ProfileFileForm, known: dict[str, Any]) -> ProfileForm:
    """The file as the form of the page reads it. Raises BadProfile."""
    typed = read_profile(form.file.file_name, form.file.data.stream.read(), known)
    read = ProfileForm(MultiDict(typed), known=typed["codes"])
    if not read.validate():
        labels = {field.id: field.label.text for field in read}
        raise BadProfile([f"{labels.get(str(at), '')}: {why}" for at, why in read.all_errors])
    return read


def _preview(read: ProfileForm, known: dict[str, Any]) -> dict[str, Any]:
    """Each field that would change, in words; and what to post to the page that saves."""
    rows = [
        (str(each.label.text), each.in_words(known[each.name]), each.in_words(each.data))
        for each in read.visible
    ]
    posted = [("version", fingerprint_of(known))]
    for each in read.visible:
        values = each.data if isinstance(each.data, list) else [each.data]
        posted += [(each.name, "yes" if value is True else value) for value in values if value]
    return {"rows": [row for row in rows if row[1] != row[2]], "posted": posted}


def _file(text: str, kind: str, ending: str) -> Answer:
    answer = Response(text, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=f"profile.{ending}")
    return answer
