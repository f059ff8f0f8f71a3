"""A supplier's place: book it, leave it, put it into a calendar."""

from flask import Response, abort, flash, redirect, request
from sqlalchemy.orm import Session

from engage.interest.models import Interest
from engage.kernel.clock import now
from engage.web.access import Answer, Door, permit
from engage.web.forms import ButtonForm
from engage.web.pages import page, showing_refusals
from engage.workshops import policy, queries, service
from engage.workshops.calendar import entry_for, file_of
from engage.workshops.forms import AttendeeForm, BookForm
from engage.workshops.models import Place, PlaceState, Sitting
from engage.workshops.views.blueprint import bp

HERE = "/my/challenges/<ref>/workshops/<uuid:sitting_id>"


@bp.route(f"{HERE}/book", methods=["GET", "POST"])
@permit(policy.may_book, load=queries.in_room, door=Door.LINK)
def book(session: Session, booking: tuple[Sitting, Interest]) -> Answer:
    """One click from the room; the page itself is for those who come by an address."""
    sitting, interest = booking
    form, at = BookForm(request.form), now(session)
    form.offer(sitting)
    if form.submitted():
        with showing_refusals(form, session):
            place = service.book(
                session,
                sitting,
                interest,
                mode=form.chosen,
                at_once=not form.ask_first.data,
                at=at,
            )
            flash(_booked(session, place))
            return redirect(room_of(sitting), 303)
    return page(
        "workshops/book.html",
        form=form,
        workshop=queries.one_for_room(session, interest, sitting, at=at),
        challenge=sitting.challenge,
    )


@bp.route(f"{HERE}/leave", methods=["GET", "POST"])
@permit(policy.may_use_place, load=queries.own_place, door=Door.LINK)
def leave(session: Session, place: Place) -> Answer:
    sitting, form, at = place.sitting, ButtonForm(request.form), now(session)
    if place.state is PlaceState.LEFT:
        return redirect(room_of(sitting), 303)  # the second click of two
    if form.submitted():
        with showing_refusals(form, session):
            service.leave(session, place, at=at)
            flash(f"You have left {sitting.title}")
            return redirect(room_of(sitting), 303)
    return page(
        "workshops/leave.html",
        form=form,
        workshop=queries.one_for_room(session, place.interest, sitting, at=at),
        challenge=sitting.challenge,
        waiting=queries.waiting_for(session, sitting, place.mode),
    )


@bp.route(f"{HERE}/accept", methods=["GET", "POST"])
@permit(policy.may_use_place, load=queries.own_place, door=Door.LINK)
def accept(session: Session, place: Place) -> Answer:
    """Take the place that was offered; the room has the button too."""
    sitting, form, at = place.sitting, ButtonForm(request.form), now(session)
    if form.submitted():
        with showing_refusals(form, session):
            service.accept(session, place, at=at)
            flash(_booked(session, place))
            return redirect(room_of(sitting), 303)
    return page(
        "workshops/accept.html",
        form=form,
        workshop=queries.one_for_room(session, place.interest, sitting, at=at),
        challenge=sitting.challenge,
    )


@bp.route(f"{HERE}/attendee", methods=["GET", "POST"])
@permit(policy.may_use_place, load=queries.own_place, door=Door.LINK)
def attendee(session: Session, place: Place) -> Answer:
    """Send somebody else."""
    sitting, at = place.sitting, now(session)
    coming = queries.attendee_of(session, place.id) or place.interest
    form = AttendeeForm(request.form, data={"name": coming.name, "email": coming.email})
    if form.submitted():
        with showing_refusals(form, session):
            email = form.email.data.lower()
            news = service.name_attendee(session, place, name=form.name.data, email=email, at=at)
            flash(f"{form.name.data} will come" if news else "Nothing was changed")
            return redirect(room_of(sitting), 303)
    return page(
        "workshops/attendee.html",
        form=form,
        workshop=queries.one_for_room(session, place.interest, sitting, at=at),
        challenge=sitting.challenge,
    )


@bp.get(f"{HERE}/calendar.ics")
@permit(policy.may_use_place, load=queries.own_place, door=Door.LINK)
def calendar(session: Session, place: Place) -> Answer:
    """The entry of a booked place, the same as in its e-mail."""
    sitting = place.sitting
    if place.state is not PlaceState.BOOKED or sitting.cancelled_at is not None:
        abort(404)
    coming = queries.attendee_of(session, place.id) or place.interest
    entry = entry_for(place, coming, stamped=now(session))
    try:
        file = file_of(entry)
    except ValueError:  # an address that calendars cannot write
        flash("We cannot make a calendar file for your e-mail address", "notice")
        return redirect(room_of(sitting), 303)
    answer = Response(file, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="workshop.ics"'
    return answer


def room_of(sitting: Sitting) -> str:
    return f"/my/challenges/{sitting.challenge.reference}#workshops"


def _booked(session: Session, place: Place) -> str:
    if place.state is PlaceState.BOOKED:
        return f"You have a place at {place.sitting.title}. We send you a calendar invitation."
    position = queries.position(session, place)
    if not place.at_once:
        return (
            f"{place.sitting.title} is full. You are number {position} on the waiting list: "
            "when a place is free for you, we ask you by e-mail."
        )
    return (
        f"{place.sitting.title} is full. You are number {position} on the waiting list: "
        "if places become free, you move up by yourself and get an e-mail."
    )
