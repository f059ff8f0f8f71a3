"""What somebody needs for a one-to-one: they tell it, and whoever leads these reads it."""

from uuid import UUID

from flask import current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import about
from engage.web.access import Answer, Door, actor, permit
from engage.web.notes import note_afterwards
from engage.web.pages import page, showing_refusals
from engage.workshops import policy, queries, service
from engage.workshops.forms import LeadForm, NeedsForm
from engage.workshops.models import Entry, Series, Way
from engage.workshops.queries import one_to_ones as reading
from engage.workshops.views.blueprint import bp
from engage.workshops.views.one_to_ones.desk import ONE
from engage.workshops.views.one_to_ones.room import HERE

AGREED = "Whoever leads these one-to-ones may keep this until 30 days after mine"


@bp.route(f"{HERE}/needs", methods=["GET", "POST"])
@permit(policy.may_use_entry, load=reading.own_entry, door=Door.LINK)
def slot_needs(session: Session, entry: Entry) -> Answer:
    """What they told for a workshop stands there already."""
    series, at = entry.series, now(session)
    known = queries.needs_of_entry(session, entry.id)
    before = None if known else queries.told_before(session, entry.interest_id)
    form = _form(series, known or before, agreed=bool(known))
    if form.submitted():
        with showing_refusals(form, session):
            service.tell_entry_needs(session, entry, form.needs, at=at)
            flash("We told the lead" if form.needs != service.Needs() else "We keep no needs")
            place = f"/my/challenges/{series.challenge.reference}/one-to-ones/{series.id}"
            return redirect(place, 303)
    to_come = entry.slot is not None and entry.slot.is_to_come(at)
    return page(
        "workshops/needs.html",
        form=form,
        workshop={
            "title": series.title,
            "can_change": series.cancelled_at is None and (to_come or entry.slot is None),
            "cancelled_at": series.cancelled_at,
        },
        challenge=series.challenge,
        has_place=to_come,
        known=known is not None,
        before=before is not None,
        what="one-to-one",
    )


def _form(series: Series, shown: object, *, agreed: bool) -> NeedsForm:
    said = dict(shown._mapping) if shown else {}  # type: ignore[attr-defined]
    form = NeedsForm(request.form, data={**said, "agreed": agreed} if said else {})
    form.agreed.label.text = AGREED
    del form.diet
    if series.way is not Way.IN_PERSON:
        del form.step_free
    return form


@bp.get(f"{ONE}/needs")
@permit(policy.may_read_series_needs, load=reading.series_for_desk)
def needs_of_series(session: Session, series: Series) -> Answer:
    """For whoever leads alone. Each look is a fact."""
    sessions: Sessions = current_app.extensions["sessions"]
    reader, fact = actor().id, about(series)
    note_afterwards(
        sessions, lambda writing: service.note_needs_read(writing, fact, by=reader, at=now(writing))
    )
    return page(
        "workshops/needs_of_series.html",
        series=series,
        challenge=series.challenge,
        rows=queries.needs_of_series(session, series.id),
        days=service.NEEDS.days,
    )


@bp.route(f"{ONE}/lead", methods=["GET", "POST"])
@permit(policy.may_hand_over_series, load=reading.series_for_desk)
def lead_of_series(session: Session, series: Series) -> Answer:
    """Who reads access needs."""
    form = LeadForm(request.form, data={"lead": str(series.lead_id or "")})
    form.lead.label.text = "Who leads these one-to-ones?"
    people = queries.could_lead(session, series.authority_id)
    form.lead.choices = [(str(each.id), each.name) for each in people]
    place = f"/desk/challenges/{series.challenge.reference}/one-to-ones/{series.id}"
    if form.submitted():
        with showing_refusals(form, session):
            chosen = service.hand_over_series(
                session, series, UUID(form.lead.data), by=actor().id, at=now(session)
            )
            flash(f"{chosen.name} leads these one-to-ones")
            return redirect(place, 303)
    return page(
        "workshops/lead.html",
        form=form,
        challenge=series.challenge,
        place=place,
        within=[("One-to-ones", place.rpartition("/")[0]), (series.title, place)],
        what="these one-to-ones",
    )
