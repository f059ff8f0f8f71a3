"""A supplier's one-to-one: ask, say what suits, give it up."""

from flask import Response, abort, flash, redirect, request
from sqlalchemy.orm import Session

from engage.interest.models import Interest
from engage.kernel.clock import now, spoken_range
from engage.web.access import Answer, Door, permit
from engage.web.forms import ButtonForm
from engage.web.pages import page, showing_refusals
from engage.workshops import policy
from engage.workshops.calendar import entry_of_slot, file_of
from engage.workshops.forms.one_to_ones import AskForm
from engage.workshops.models import Entry, EntryState, Series
from engage.workshops.queries import one_to_ones as queries
from engage.workshops.service import one_to_ones as service
from engage.workshops.views.blueprint import bp

HERE = "/my/challenges/<ref>/one-to-ones/<uuid:series_id>"


@bp.route(HERE, methods=["GET", "POST"])
@permit(policy.may_ask, load=queries.one_series_in_room, door=Door.LINK)
def my_one_to_one(session: Session, asking: tuple[Series, Interest]) -> Answer:
    """What they have or ask for; and the form to ask, while asking is open."""
    series, interest = asking
    at = now(session)
    seen = queries.seen_in_room(session, series, interest, at=at)
    slots = queries.slots_of_series(session, series.id)
    to_come = [slot for slot in slots if slot.is_to_come(at)]
    form = AskForm(request.form, data={"suits": seen.suits})
    form.offer(to_come, to_come if seen.may_pick else [])  # taken ones: the service says so
    if form.submitted():
        with showing_refusals(form, session):
            number, suits = form.number, form.suiting
            entry = service.ask(session, series, interest, number=number, suits=suits, at=at)
            flash(_told(session, entry))
            return redirect(_address(series), 303)
    free = queries.free_slots(session, series.id, at=at) if seen.may_pick else []
    form.offer(to_come, free)
    return page(
        "workshops/series_room.html",
        form=form,
        seen=seen,
        series=series,
        interest=interest,
        challenge=series.challenge,
        slots=slots,
        free=free,
        at=at,
    )


@bp.route(f"{HERE}/give-up", methods=["GET", "POST"])
@permit(policy.may_use_entry, load=queries.own_entry, door=Door.LINK)
def give_up(session: Session, entry: Entry) -> Answer:
    """One click and a button. A second press does no harm."""
    series, form, at = entry.series, ButtonForm(request.form), now(session)
    if entry.state is EntryState.LEFT:
        return redirect(_address(series), 303)
    if form.submitted():
        with showing_refusals(form, session):
            had = entry.slot_id is not None
            service.leave(session, entry, at=at)
            flash("You gave up your one-to-one" if had else "You do not ask any more")
            return redirect(_address(series), 303)
    return page(
        "workshops/give_up.html",
        form=form,
        seen=queries.seen_in_room(session, series, entry.interest, at=at),
        series=series,
        challenge=series.challenge,
    )


@bp.get(f"{HERE}/calendar.ics")
@permit(policy.may_use_entry, load=queries.own_entry, door=Door.LINK)
def slot_calendar(session: Session, entry: Entry) -> Answer:
    """The entry of the slot they have, the same as in its e-mail."""
    slot, series = entry.slot, entry.series
    if slot is None or slot.cancelled_at is not None or series.cancelled_at is not None:
        abort(404)
    try:
        file = file_of(entry_of_slot(entry, slot, stamped=now(session)))
    except ValueError:  # an address that calendars cannot write
        flash("We cannot make a calendar file for your e-mail address", "notice")
        return redirect(_address(series), 303)
    answer = Response(file, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="one-to-one.ics"'
    return answer


def _told(session: Session, entry: Entry) -> str:
    if entry.slot is not None:
        when = spoken_range(entry.slot.starts_at, entry.slot.ends_at)
        return f"You have a one-to-one: {when}. We send you a calendar invitation."
    if entry.series.is_lottery:
        return "You are in the draw. We tell you the result by e-mail."
    position = queries.position_of(session, entry)
    return f"You are number {position} on the waiting list. We e-mail you when a slot is yours."


def _address(series: Series) -> str:
    return f"/my/challenges/{series.challenge.reference}/one-to-ones/{series.id}"
