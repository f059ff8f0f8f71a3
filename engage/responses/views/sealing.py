"""When responses may be read: chosen while drafting, read afterwards; and the opening itself."""

from flask import abort, flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge, Sealing
from engage.challenges.policy import may_ask, may_write
from engage.challenges.queries import for_desk
from engage.kernel import boxes
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.responses import policy, queries, service
from engage.responses.forms import OpenForm, SealingForm
from engage.responses.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.limits import GUESSES, limiter
from engage.web.pages import page, showing_refusals

OPENING = "/desk/challenges/<ref>/opening"
NOT_YOURS = "You are not one of those who can open these responses. Ask two of them."
WRONG = "This is not the phrase of the key that these responses are sealed for"


@bp.route("/desk/challenges/<ref>/sealing", methods=["GET", "POST"])
@permit(may_write, load=for_desk)
def sealing(session: Session, challenge: Challenge) -> Answer:
    named = [str(each) for each in queries.opening_keys(session, challenge.id)]
    told = {
        "sealing": challenge.sealing,
        "openers": named,
        "counts_shown": challenge.counts_shown,
    }
    form = SealingForm(request.form, data=told)
    form.offer(queries.candidates(session, challenge.authority_id))
    if form.submitted():
        with showing_refusals(form, session):
            service.choose_sealing(
                session,
                challenge,
                sealing=Sealing(form.sealing.data),
                openers=form.chosen,
                counts_shown=form.counts_shown.data,
                by=actor().id,
                at=now(session),
            )
            flash("Choice saved")
            return redirect(f"/desk/challenges/{challenge.reference}/statement", 303)
    return page(
        "responses/choose_sealing.html",
        form=form,
        challenge=challenge,
        frozen=service.why_sealing_stays(challenge),
        openers=queries.openers(session, challenge.id),
    )


@bp.get(OPENING)
@permit(policy.may_ask_for_responses, load=for_desk)
def opening(session: Session, challenge: Challenge) -> Answer:
    """Who can open, who has used their key, and how far the opening is."""
    return _opening(session, challenge, OpenForm())


def myself() -> str:
    return str(actor().id)


@bp.post(OPENING)
@permit(may_ask, transaction=False)
@limiter.limit(GUESSES, key_func=myself, methods=["POST"])
def use_key(sessions: Sessions, ref: str) -> Answer:
    """Try the phrase between two transactions: it is slow on purpose."""
    form = OpenForm(request.form)
    key = _key_to(sessions, ref, form)
    if key and form.submitted():
        try:
            private = boxes.taken(key.kept, form.phrase.data)
        except boxes.BadBox:
            form.phrase.errors = [WRONG]
        else:
            if answer := _used(sessions, ref, form, key, private):
                return answer
    with sessions.read() as session:
        return _opening(session, _seen(session, ref), form)


def _key_to(sessions: Sessions, ref: str, form: OpenForm) -> queries.OpenerKey | None:
    """My key to this challenge; None when it opens nothing now, and the form says why."""
    key = None
    with sessions.read() as session:
        challenge = _seen(session, ref)
        with showing_refusals(form, session):
            service.require_openable(challenge, now(session))
            key = queries.opener_key(session, challenge.id, actor().id)
            if key is None:
                raise service.CannotOpen(NOT_YOURS)
    return key


def _seen(session: Session, ref: str) -> Challenge:
    challenge = for_desk(session, actor(), ref)
    if challenge is None or not policy.may_ask_for_responses(actor(), challenge):
        abort(404)
    return challenge


def _used(
    sessions: Sessions, ref: str, form: OpenForm, key: queries.OpenerKey, private: bytes
) -> Answer | None:
    with sessions.write() as session:
        challenge, answer = _seen(session, ref), None
        with showing_refusals(form, session):
            opens = service.turn_key(session, challenge, key, private, at=now(session))
            flash("The responses are being opened" if opens else "Your key is noted")
            answer = redirect(f"/desk/challenges/{ref}/opening", 303)
    return answer


def _opening(session: Session, challenge: Challenge, form: OpenForm) -> Answer:
    at = now(session)
    at_work = challenge.opening_key or (challenge.opened_at and challenge.sealing_key)
    closed, total = queries.still_sealed(session, challenge) if at_work else (0, 0)
    return page(
        "responses/opening.html",
        form=form,
        challenge=challenge,
        at=at,
        over=challenge.ended(at),
        openers=queries.openers(session, challenge.id),
        since=at - service.TOGETHER,
        mine=queries.opener_key(session, challenge.id, actor().id) is not None,
        closed=closed,
        total=total,
    )
