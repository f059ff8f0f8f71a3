"""Access needs: who comes tells them, and the lead of the workshop reads them."""

from uuid import UUID

from flask import current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import about
from engage.web.access import Answer, Door, actor, permit
from engage.web.notes import note_afterwards
from engage.web.pages import page, page_asked, paging, showing_refusals
from engage.workshops import policy, queries, service
from engage.workshops.forms import LeadForm, NeedsForm
from engage.workshops.models import Mode, Place, PlaceState, Sitting
from engage.workshops.views.blueprint import bp
from engage.workshops.views.desk import HERE, address_of
from engage.workshops.views.room import HERE as IN_ROOM
from engage.workshops.views.room import room_of


@bp.route(f"{IN_ROOM}/needs", methods=["GET", "POST"])
@permit(policy.may_use_place, load=queries.own_place, door=Door.LINK)
def needs(session: Session, place: Place) -> Answer:
    """What whoever comes needs; what they told for another session stands there already."""
    sitting, at = place.sitting, now(session)
    known = queries.needs_of(session, place.id)
    before = None if known else queries.told_before(session, place.interest_id)
    shown = known or before
    form = NeedsForm(request.form, data={**shown._mapping, "agreed": bool(known)} if shown else {})
    if place.mode is Mode.ONLINE:
        del form.step_free, form.diet
    if form.submitted():
        with showing_refusals(form, session):
            service.tell_needs(session, place, form.needs, at=at)
            flash("We told the lead" if form.needs != service.Needs() else "We keep no needs")
            return redirect(room_of(sitting), 303)
    return page(
        "workshops/needs.html",
        form=form,
        workshop=queries.one_for_room(session, place.interest, sitting, at=at),
        challenge=sitting.challenge,
        has_place=place.state is PlaceState.BOOKED,
        known=known is not None,
        before=before is not None,
        what="workshop",
    )


@bp.get(f"{HERE}/needs")
@permit(policy.may_read_needs, load=queries.for_desk)
def needs_of_session(session: Session, sitting: Sitting) -> Answer:
    """For the lead alone. Each look is a fact."""
    sessions: Sessions = current_app.extensions["sessions"]
    reader, fact = actor().id, about(sitting)
    note_afterwards(
        sessions, lambda writing: service.note_needs_read(writing, fact, by=reader, at=now(writing))
    )
    asked, numbers = page_asked(), queries.count_needs(session, sitting.id)
    return page(
        "workshops/needs_of_session.html",
        workshop=sitting,
        challenge=sitting.challenge,
        numbers=numbers,
        rows=queries.needs_for_lead(session, sitting.id, asked),
        days=service.NEEDS.days,
        paging=paging(asked, numbers["people"]),
    )


@bp.route(f"{HERE}/lead", methods=["GET", "POST"])
@permit(policy.may_hand_over, load=queries.for_desk)
def lead(session: Session, sitting: Sitting) -> Answer:
    """Who reads access needs."""
    form = LeadForm(request.form, data={"lead": str(sitting.workshop.lead_id or "")})
    people = queries.could_lead(session, sitting.authority_id)
    form.lead.choices = [(str(each.id), each.name) for each in people]
    if form.submitted():
        with showing_refusals(form, session):
            chosen = service.hand_over(
                session, sitting, UUID(form.lead.data), by=actor().id, at=now(session)
            )
            flash(f"{chosen.name} leads this workshop")
            return redirect(address_of(sitting), 303)
    root, place = f"/desk/challenges/{sitting.challenge.reference}/workshops", address_of(sitting)
    return page(
        "workshops/lead.html",
        form=form,
        challenge=sitting.challenge,
        place=place,
        within=[("Workshops", root), (sitting.title, place)],
        what="this workshop",
    )
