"""What went to many people at once about one challenge: whether it adds up, and pausing it."""

from collections.abc import Callable

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.policy import may_read, may_write
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.kernel.errors import Refusal
from engage.notifications import policy, queries, service
from engage.notifications.models import Sending
from engage.notifications.queries import desk
from engage.notifications.views.blueprint import bp
from engage.notifications.views.labels import LABELS, MEANS, about
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging


@bp.get("/desk/challenges/<ref>/sendings")
@permit(may_read, load=for_desk)
def sendings(session: Session, challenge: Challenge) -> Answer:
    """50 a page, newest first."""
    only = desk.only(actor(), challenge)
    asked = page_asked()
    total = queries.count_sendings(session, challenge, only=only)
    return page(
        "notifications/sendings.html",
        challenge=challenge,
        parked=queries.parked_about(session, challenge, at=now(session)) if only is None else (),
        lines=queries.sendings_about(session, challenge, page=asked, only=only),
        labels=LABELS,
        about=about,
        paging=paging(asked, total),
    )


@bp.get("/desk/challenges/<ref>/sendings/<uuid:sending_id>")
@permit(policy.may_read_sending, load=desk.sending_for_desk)
def sending(session: Session, sending: Sending) -> Answer:
    challenge = session.get_one(Challenge, sending.challenge_id)
    return page(
        "notifications/sending.html",
        challenge=challenge,
        line=queries.line(session, sending),
        labels=LABELS,
        means=MEANS,
        what=about(sending.template),
        may_write=may_write(actor(), challenge),
    )


@bp.post("/desk/challenges/<ref>/sendings/<uuid:sending_id>/pause")
@permit(policy.may_pause, load=desk.sending_for_desk)
def pause(session: Session, sending: Sending) -> Answer:
    return _changed(session, sending, service.hold, "Paused. Waiting here: {:,}")


@bp.post("/desk/challenges/<ref>/sendings/<uuid:sending_id>/resume")
@permit(policy.may_pause, load=desk.sending_for_desk)
def resume(session: Session, sending: Sending) -> Answer:
    return _changed(session, sending, service.release, "It goes on. Going out now: {:,}")


def _changed(session: Session, sending: Sending, verb: Callable[..., int], words: str) -> Answer:
    at, whose = now(session), {"cause_id": sending.cause_id, "template": sending.template}
    try:
        number = verb(session, **whose, by=actor().id, at=at)
    except Refusal as refusal:
        flash(str(refusal), "notice")
    else:
        flash(words.format(number))
    return redirect(request.path.rpartition("/")[0], 303)
