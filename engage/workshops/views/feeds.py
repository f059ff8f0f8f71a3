"""A person's own calendar: its address comes by e-mail, and programs read it by themselves."""

import pkgutil
from datetime import timedelta

from flask import Response, current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.interest import queries as interests
from engage.interest.models import Interest
from engage.interest.policy import may_take_part
from engage.kernel.clock import now
from engage.kernel.tokens import BadLink, LinkAltered, Signer
from engage.web.access import Answer, Door, anyone, permit
from engage.web.forms import ButtonForm
from engage.web.pages import page, showing_refusals
from engage.workshops import queries, service
from engage.workshops.calendar import FEED_WRITER, entry_for, entry_of_slot
from engage.workshops.queries.one_to_ones import own_slots
from engage.workshops.views.blueprint import bp

LASTS = timedelta(days=3650)  # a program reads it for years; it ends when it is taken back
HERE = "/my/challenges/<ref>/calendar"


@bp.route(HERE, methods=["GET", "POST"])
@permit(may_take_part, load=interests.room, door=Door.LINK)
def own_calendar(session: Session, interest: Interest) -> Answer:
    """The address goes to the mailbox only: whoever was lent this page does not get it."""
    form = ButtonForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.renew_feed(session, interest, at=now(session))
            flash("We send you the address of your calendar by e-mail")
            return redirect(_address(interest), 303)
    return page(
        "workshops/calendar.html",
        form=form,
        interest=interest,
        challenge=interest.challenge,
        has_feed=queries.has_feed(session, interest.email),
    )


@bp.post(f"{HERE}/stop")
@permit(may_take_part, load=interests.room, door=Door.LINK)
def stop_calendar(session: Session, interest: Interest) -> Answer:
    """Pressing twice is stopping once."""
    if service.stop_feed(session, interest, at=now(session)):
        flash("The address of your calendar does not work any more")
    return redirect(_address(interest), 303)


@bp.get("/calendars/<token>")
@permit(anyone)
def feed(session: Session, token: str) -> Answer:
    """All places of one person; their address is known to nobody else."""
    signer: Signer = current_app.extensions["signer"]
    at = now(session)
    known = queries.feed(session, signer.read_id(service.FEED, token, LASTS, at=at))
    if known is None:
        raise LinkAltered("This calendar is not there any more")
    entries = [
        entry_for(place, person, stamped=place.booked_at or place.joined_at)
        for place, person in queries.calendar_of(session, known.email, at=at)
    ]
    entries += [
        entry_of_slot(each, each.slot, stamped=each.booked_at or each.joined_at)
        for each in own_slots(session, known.email, at=at)
        if each.slot is not None
    ]
    written: bytes = pkgutil.resolve_name(FEED_WRITER)(entries)
    return Response(written, content_type="text/calendar; charset=utf-8")


@bp.errorhandler(BadLink)
def dead_link(problem: BadLink) -> Answer:
    return page("workshops/dead_link.html", problem=str(problem), status=410)


def _address(interest: Interest) -> str:
    return f"/my/challenges/{interest.challenge.reference}/calendar"
