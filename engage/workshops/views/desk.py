"""Workshops at the desk: plan, change, call off, and see who comes."""

from typing import Any

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy as challenges
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk as challenge_for_desk
from engage.interest.queries import count_confirmed
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals
from engage.workshops import policy, queries, service
from engage.workshops.advice import advice_for
from engage.workshops.forms import CancelForm, SessionForm, WorkshopForm, stored, typed, when
from engage.workshops.models import PlaceState, Sitting
from engage.workshops.views.blueprint import bp

AS_BEFORE = (
    *("starts", "ends", "venue", "step_free", "travel", "joining_link"),
    *("in_person", "online", "per_supplier"),
)
HERE = "/desk/challenges/<ref>/workshops/<uuid:sitting_id>"


@bp.get("/desk/challenges/<ref>/workshops")
@permit(challenges.may_read, load=challenge_for_desk)
def workshops(session: Session, challenge: Challenge) -> Answer:
    """Every session of every workshop, 50 a page, with places taken and who waits."""
    asked, at = page_asked(), now(session)
    total = queries.count_of_challenge(session, challenge.id)
    rows = queries.of_challenge(session, challenge.id, page=asked)
    return page(
        "workshops/list.html",
        challenge=challenge,
        rows=rows,
        missing=queries.missing(session, challenge.id, at=at),
        at=at,
        may_announce=challenges.may_write(actor(), challenge) and challenge.takes_part(at),
        paging=paging(asked, total),
    )


@bp.route("/desk/challenges/<ref>/workshops/new", methods=["GET", "POST"])
@permit(challenges.may_write, load=challenge_for_desk)
def announce(session: Session, challenge: Challenge) -> Answer:
    form, at = WorkshopForm(request.form), now(session)
    form.earliest = at
    if form.submitted():
        with showing_refusals(form, session):
            sitting = service.announce(session, challenge, by=actor().id, at=at, **typed(form))
            flash("Workshop announced. Suppliers can book places now")
            return redirect(address_of(sitting), 303)
    told = count_confirmed(session, challenge.id)
    return page("workshops/new.html", form=form, challenge=challenge, told=told)


@bp.get(HERE)
@permit(policy.may_read, load=queries.for_desk)
def workshop(session: Session, sitting: Sitting) -> Answer:
    """One session and its people; their register is the page to print."""
    standing, asked = queries.standing(session, sitting), page_asked()
    rows, at = queries.people(session, sitting.id, page=asked), now(session)
    return page(
        "workshops/workshop.html",
        workshop=sitting,
        others=queries.others_of(session, sitting),
        challenge=sitting.challenge,
        rows=rows,
        standing=standing,
        may_manage=policy.may_manage(actor(), sitting),
        may_read_needs=policy.may_read_needs(actor(), sitting),
        may_hand_over=policy.may_hand_over(actor(), sitting),
        may_note=service.may_note_at(sitting, at),
        advice=advice_for(sitting),
        after=queries.after(session, sitting, at=at),
        suggest_again=queries.suggests_again(sitting, standing, at=at),
        at=at,
        paging=paging(asked, standing.in_line),
    )


@bp.route(f"{HERE}/another", methods=["GET", "POST"])
@permit(policy.may_manage, load=queries.for_desk)
def another(session: Session, sitting: Sitting) -> Answer:
    """One more session of the same workshop, on another day or in another place."""
    at, shown = now(session), stored(sitting)
    form = SessionForm(request.form, data={name: shown[name] for name in AS_BEFORE})
    form.earliest = at
    if form.submitted():
        with showing_refusals(form, session):
            more = service.add(session, sitting.workshop, by=actor().id, at=at, **when(form))
            flash("Session added. Suppliers can book places now")
            return redirect(address_of(more), 303)
    told = count_confirmed(session, sitting.challenge_id)
    return page(
        "workshops/another.html",
        form=form,
        workshop=sitting,
        challenge=sitting.challenge,
        told=told,
    )


@bp.route(f"{HERE}/edit", methods=["GET", "POST"])
@permit(policy.may_manage, load=queries.for_desk)
def edit(session: Session, sitting: Sitting) -> Answer:
    form, at = WorkshopForm(request.form, data=stored(sitting)), now(session)
    form.sitting = sitting
    form.earliest = at if sitting.starts_at > at else None  # it began: the service says so
    if form.submitted():
        with showing_refusals(form, session):
            changed = service.change(
                session, sitting, seen=form.seen(), by=actor().id, at=at, **typed(form)
            )
            every = "title" in changed
            to_tell = queries.to_tell_of_all(session, sitting, at=at) if every else None
            flash(_told(changed, _to_tell(session, sitting) if to_tell is None else to_tell))
            return redirect(address_of(sitting), 303)
    return page(
        "workshops/edit.html",
        form=form,
        workshop=sitting,
        sessions=queries.number_of_sittings(session, sitting.workshop_id),
        challenge=sitting.challenge,
        told=_to_tell(session, sitting),
    )


@bp.route(f"{HERE}/cancel", methods=["GET", "POST"])
@permit(policy.may_manage, load=queries.for_desk)
def cancel(session: Session, sitting: Sitting) -> Answer:
    form, at = CancelForm(request.form), now(session)
    others = queries.others_to_come(session, sitting, at=at)
    form.offer(others)
    told, all_told = _to_tell(session, sitting), queries.to_tell_of_all(session, sitting, at=at)
    if form.submitted():
        with showing_refusals(form, session):
            every = form.which.data == "all"
            how: Any = {} if every else {"to": form.chosen(others)}
            verb = service.cancel_workshop if every else service.cancel
            verb(session, sitting, because=form.because.data, by=actor().id, at=at, **how)
            flash(f"Workshop cancelled. {_people(all_told if every else told)} will get an e-mail")
            return redirect(address_of(sitting), 303)
    return page(
        "workshops/cancel.html",
        form=form,
        workshop=sitting,
        sessions=queries.number_of_sittings(session, sitting.workshop_id),
        others=others,
        challenge=sitting.challenge,
        told=told,
        all_told=all_told,
    )


def address_of(sitting: Sitting) -> str:
    return f"/desk/challenges/{sitting.challenge.reference}/workshops/{sitting.id}"


def _held(numbers: dict[PlaceState, int]) -> int:
    return sum(numbers[state] for state in queries.HELD)


def _to_tell(session: Session, sitting: Sitting) -> int:
    return _held(queries.counts(session, sitting.id))


def _told(changed: frozenset[str], told: int) -> str:
    if not changed:
        return "Nothing was changed."
    if changed & service.TOLD:
        return f"Workshop changed. {_people(told)} will get an e-mail."
    return "Workshop changed."


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"
