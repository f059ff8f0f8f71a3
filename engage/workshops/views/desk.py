"""Workshops at the desk: plan, change, call off, and see who comes."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy as challenges
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk as challenge_for_desk
from engage.interest.queries import count_confirmed
from engage.kernel.clock import now
from engage.kernel.paging import PER_PAGE
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals
from engage.workshops import policy, queries, service
from engage.workshops.forms import CancelForm, WorkshopForm, stored, typed
from engage.workshops.models import PlaceState, Workshop
from engage.workshops.views.blueprint import bp

MOST_ON_PAPER = 2000


@bp.get("/desk/challenges/<ref>/workshops")
@permit(challenges.may_read, load=challenge_for_desk)
def workshops(session: Session, challenge: Challenge) -> Answer:
    """Every workshop of a challenge, 50 a page, with places taken and who waits."""
    asked, at = page_asked(), now(session)
    total = queries.count_of_challenge(session, challenge.id)
    rows = queries.of_challenge(session, challenge.id, page=asked)
    return page(
        "workshops/list.html",
        challenge=challenge,
        rows=rows,
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
            workshop = service.announce(session, challenge, by=actor().id, at=at, **typed(form))
            flash("Workshop announced. Suppliers can book places now")
            return redirect(_address(workshop), 303)
    told = count_confirmed(session, challenge.id)
    return page("workshops/new.html", form=form, challenge=challenge, told=told)


@bp.get("/desk/challenges/<ref>/workshops/<uuid:workshop_id>")
@permit(policy.may_read, load=queries.for_desk)
def workshop(session: Session, workshop: Workshop) -> Answer:
    """One workshop and its people; ``?all=yes`` puts them on one page to print."""
    numbers = queries.counts(session, workshop.id)
    total = numbers[PlaceState.BOOKED] + numbers[PlaceState.WAITING]
    asked = page_asked(MOST_ON_PAPER if request.args.get("all") == "yes" else PER_PAGE)
    rows = queries.people(session, workshop.id, page=asked)
    return page(
        "workshops/workshop.html",
        workshop=workshop,
        challenge=workshop.challenge,
        rows=rows,
        booked=numbers[PlaceState.BOOKED],
        waiting=numbers[PlaceState.WAITING],
        first=asked.offset,
        may_manage=policy.may_manage(actor(), workshop),
        at=now(session),
        paging=paging(asked, total),
    )


@bp.route("/desk/challenges/<ref>/workshops/<uuid:workshop_id>/edit", methods=["GET", "POST"])
@permit(policy.may_manage, load=queries.for_desk)
def edit(session: Session, workshop: Workshop) -> Answer:
    form, at = WorkshopForm(request.form, data=stored(workshop)), now(session)
    form.taken = workshop.taken
    form.earliest = at if workshop.starts_at > at else None  # it began: the service says so
    if form.submitted():
        with showing_refusals(form, session):
            changed = service.change(
                session, workshop, seen=form.seen(), by=actor().id, at=at, **typed(form)
            )
            flash(_told(workshop, changed, _to_tell(session, workshop)))
            return redirect(_address(workshop), 303)
    return page(
        "workshops/edit.html",
        form=form,
        workshop=workshop,
        challenge=workshop.challenge,
        told=_to_tell(session, workshop),
    )


@bp.route("/desk/challenges/<ref>/workshops/<uuid:workshop_id>/cancel", methods=["GET", "POST"])
@permit(policy.may_manage, load=queries.for_desk)
def cancel(session: Session, workshop: Workshop) -> Answer:
    form = CancelForm(request.form)
    told = _to_tell(session, workshop)
    if form.submitted():
        with showing_refusals(form, session):
            service.cancel(
                session, workshop, because=form.because.data, by=actor().id, at=now(session)
            )
            flash(f"Workshop cancelled. {_people(told)} will get an e-mail")
            return redirect(_address(workshop), 303)
    return page(
        "workshops/cancel.html",
        form=form,
        workshop=workshop,
        challenge=workshop.challenge,
        told=told,
    )


def _address(workshop: Workshop) -> str:
    return f"/desk/challenges/{workshop.challenge.reference}/workshops/{workshop.id}"


def _to_tell(session: Session, workshop: Workshop) -> int:
    numbers = queries.counts(session, workshop.id)
    return numbers[PlaceState.BOOKED] + numbers[PlaceState.WAITING]


def _told(workshop: Workshop, changed: frozenset[str], told: int) -> str:
    if not changed:
        return "Nothing was changed."
    if changed & service.TOLD:
        return f"Workshop changed. {_people(told)} will get an e-mail."
    return "Workshop changed."


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"
