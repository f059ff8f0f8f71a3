"""A session that too many wait for: plan it again, or say why not."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.interest.queries import count_confirmed
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals
from engage.workshops import policy, queries, service
from engage.workshops.forms import DeclineForm, SessionForm, stored, when
from engage.workshops.models import PlaceState, Sitting
from engage.workshops.views.blueprint import bp
from engage.workshops.views.desk import AS_BEFORE, HERE, address_of


@bp.route(f"{HERE}/again", methods=["GET", "POST"])
@permit(policy.may_manage, load=queries.for_desk)
def again(session: Session, sitting: Sitting) -> Answer:
    """The form of a new session, filled from this one but for its day."""
    at, saved = now(session), stored(sitting)
    form = SessionForm(request.form, data={name: saved[name] for name in AS_BEFORE})
    form.earliest = at
    waiting = queries.counts(session, sitting.id)[PlaceState.WAITING]
    if form.submitted():
        with showing_refusals(form, session):
            more = service.repeat(session, sitting, by=actor().id, at=at, **when(form))
            flash("Session added. Those who wait are offered its places first")
            return redirect(address_of(more), 303)
    return page(
        "workshops/again.html",
        form=form,
        workshop=sitting,
        challenge=sitting.challenge,
        waiting=waiting,
        told=max(0, count_confirmed(session, sitting.challenge_id) - waiting),
    )


@bp.route(f"{HERE}/not-again", methods=["GET", "POST"])
@permit(policy.may_manage, load=queries.for_desk)
def not_again(session: Session, sitting: Sitting) -> Answer:
    form = DeclineForm(request.form)
    waiting = queries.counts(session, sitting.id)[PlaceState.WAITING]
    if form.submitted():
        with showing_refusals(form, session):
            because = form.because.data
            service.decline(
                session,
                sitting,
                because=because,
                waiting=waiting,
                by=actor().id,
                at=now(session),
            )
            flash("We will not suggest it again")
            return redirect(address_of(sitting), 303)
    return page(
        "workshops/not_again.html",
        form=form,
        workshop=sitting,
        challenge=sitting.challenge,
        waiting=waiting,
    )
