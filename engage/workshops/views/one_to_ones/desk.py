"""Series of one-to-ones at the desk: make, look at the slots, open, draw, call off."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy as challenges
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk as challenge_for_desk
from engage.interest.queries import count_confirmed
from engage.kernel.clock import now
from engage.kernel.errors import Refusal
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals
from engage.workshops import policy
from engage.workshops.forms.one_to_ones import (
    SCRIPT,
    TEMPLATE,
    CallOffForm,
    OpenForm,
    SeriesForm,
    series_stored,
    series_typed,
)
from engage.workshops.forms.where import WhereForm
from engage.workshops.models import Rule, Series
from engage.workshops.queries import one_to_ones as queries
from engage.workshops.service import one_to_ones as service
from engage.workshops.views.blueprint import bp

ALL = "/desk/challenges/<ref>/one-to-ones"
ONE = f"{ALL}/<uuid:series_id>"
MOST_WAITING = 500
AT_FIRST = {
    "minutes": 30,
    "pause": 10,
    "per_supplier": 1,
    "rule": Rule.LOTTERY,
    "script": SCRIPT,
    "template": TEMPLATE,
}


@bp.get(ALL)
@permit(challenges.may_read, load=challenge_for_desk)
def series_list(session: Session, challenge: Challenge) -> Answer:
    at = now(session)
    return page(
        "workshops/series_list.html",
        challenge=challenge,
        rows=queries.series_of_challenge(session, challenge.id),
        may_plan=challenges.may_write(actor(), challenge) and challenge.takes_part(at),
        at=at,
    )


@bp.route(f"{ALL}/new", methods=["GET", "POST"])
@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@permit(policy.may_plan, load=queries.draft_for_desk)
def plan_series(session: Session, found: tuple[Challenge, Series | None]) -> Answer:
    """A new draft, or one that is changed; of an open one, where people meet."""
    challenge, series = found
    if series is not None and series.cancelled_at:
        return redirect(_address(series), 303)
    if series is not None and series.opened_at:
        return _move(session, series)
    form = SeriesForm(request.form, data=series_stored(series) if series else AT_FIRST)
    if form.submitted():
        with showing_refusals(form, session):
            typed, by, at = series_typed(form), actor().id, now(session)
            if series:
                service.change(session, series, seen=form.seen(), by=by, at=at, **typed)
            else:
                series = service.plan(session, challenge, by=by, at=at, **typed)
            return redirect(_address(series), 303)
    return page("workshops/series_form.html", form=form, challenge=challenge, series=series)


def _move(session: Session, series: Series) -> Answer:
    at = now(session)
    shown = {"way": series.way, "venue": series.venue, "joining_link": series.joining_link}
    form = WhereForm(request.form, data={**shown, "version": series.version})
    if form.submitted():
        with showing_refusals(form, session):
            if service.move(session, series, seen=form.seen(), by=actor().id, at=at, **form.where):
                flash(f"Saved. {told_words(queries.number_to_come(session, series.id, at=at))}")
            return redirect(_address(series), 303)
    return page(
        "workshops/series_where.html",
        form=form,
        challenge=series.challenge,
        series=series,
        told=queries.number_to_come(session, series.id, at=at),
    )


@bp.get(ONE)
@permit(policy.may_read_series, load=queries.series_for_desk)
def one_series(session: Session, series: Series) -> Answer:
    """A draft with the slots it would make; once it is open, who has which slot and who asks."""
    at = now(session)
    return page(
        "workshops/series.html",
        series=series,
        challenge=series.challenge,
        rows=queries.timetable(session, series.id),
        waiting=queries.waiting_in(session, series.id, most=MOST_WAITING),
        preview=_preview(series),
        told=count_confirmed(session, series.challenge_id) if series.opened_at is None else 0,
        rule=service.RULES[series.rule],
        may_manage=policy.may_manage_series(actor(), series),
        may_hand_over=policy.may_hand_over_series(actor(), series),
        may_read_needs=policy.may_read_series_needs(actor(), series),
        at=at,
    )


@bp.post(f"{ONE}/open")
@permit(policy.may_manage_series, load=queries.series_for_desk)
def open_series(session: Session, series: Series) -> Answer:
    """What was looked at is what opens: a colleague's change in between is shown first."""
    form = OpenForm(request.form)
    service.open_asking(session, series, seen=form.seen(), by=actor().id, at=now(session))
    flash("Suppliers can ask now")
    return redirect(_address(series), 303)


@bp.post(f"{ONE}/draw")
@permit(policy.may_manage_series, load=queries.series_for_desk)
def draw_series(session: Session, series: Series) -> Answer:
    """For who does not want to wait for the clock; never before asking has closed."""
    if service.draw(session, series, by=actor().id, at=now(session)):
        flash("The lottery is drawn, and everybody who asked gets an e-mail")
    return redirect(_address(series), 303)


@bp.route(f"{ONE}/cancel", methods=["GET", "POST"])
@permit(policy.may_manage_series, load=queries.series_for_desk)
def cancel_series(session: Session, series: Series) -> Answer:
    form, told = CallOffForm(request.form), queries.number_held(session, series.id)
    if form.submitted():
        with showing_refusals(form, session):
            because, by = form.because.data, actor().id
            service.cancel(session, series, because=because, by=by, at=now(session))
            flash(f"Cancelled. {told_words(told)}")
            return redirect(_address(series), 303)
    return page(
        "workshops/series_cancel.html",
        form=form,
        challenge=series.challenge,
        series=series,
        told=told,
    )


def told_words(number: int) -> str:
    who = {0: "Nobody", 1: "1 person"}.get(number, f"{number:,} people")
    return f"{who} will get an e-mail"


def _preview(series: Series) -> list[tuple[object, object]]:
    """The slots that a draft would make now."""
    if series.opened_at is not None:
        return []
    try:
        return list(service.slots_of(service.pattern_of(series.pattern)))
    except Refusal:  # a rule of ours changed since: opening says so
        return []


def _address(series: Series) -> str:
    return f"/desk/challenges/{series.challenge.reference}/one-to-ones/{series.id}"
