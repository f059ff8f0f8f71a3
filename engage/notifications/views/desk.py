"""What was sent to whom about one challenge, and what did not arrive."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.policy import may_read, may_write
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.kernel.errors import Refusal
from engage.notifications import policy, queries, service
from engage.notifications.models import Message, State
from engage.notifications.queries import desk
from engage.notifications.rendering.catalogue import ALERTS
from engage.notifications.service.upkeep import AGAIN
from engage.notifications.views.blueprint import bp
from engage.notifications.views.labels import LABELS, MEANS, OPTED_OUT, about
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging


@bp.get("/desk/challenges/<ref>/messages")
@permit(may_read, load=for_desk)
def messages(session: Session, challenge: Challenge) -> Answer:
    """50 a page, newest first; ``?state=`` filters, and can be sent to a colleague."""
    chosen = request.args.get("state", "")
    state = State(chosen) if chosen in set(State) else None
    at = now(session)
    only = desk.only(actor(), challenge)
    numbers = queries.counts(session, challenge, at=at, only=only)
    total = sum(numbers.values()) if state is None else numbers[state]
    asked = page_asked()
    rows = queries.messages_about(session, challenge, at=at, state=state, page=asked, only=only)
    return page(
        "notifications/messages.html",
        challenge=challenge,
        rows=rows,
        labels=LABELS,
        about=about,
        opted_out=OPTED_OUT,
        alerts=ALERTS,
        numbers=numbers,
        state=state,
        paging=paging(asked, total),
        may_write=may_write(actor(), challenge),
    )


@bp.get("/desk/challenges/<ref>/messages/<uuid:message_id>")
@permit(policy.may_read_message, load=desk.message_for_desk)
def message(session: Session, message: Message) -> Answer:
    """What became of one message, in words, and sending it again."""
    challenge = session.get_one(Challenge, message.challenge_id)
    return page(
        "notifications/message.html",
        challenge=challenge,
        message=message,
        what=about(message.template),
        label=LABELS[message.state],
        means=MEANS[message.state],
        opted_out=queries.opted_out(session, message.recipient),
        is_alert=message.template in ALERTS,
        may_send=policy.may_try_again(actor(), message) and message.state in AGAIN,
    )


@bp.post("/desk/challenges/<ref>/messages/<uuid:message_id>/again")
@permit(policy.may_try_again, load=desk.message_for_desk)
def try_again(session: Session, message: Message) -> Answer:
    """``works=yes``: whoever presses the button knows that the address works again."""
    works = request.form.get("works") == "yes"
    try:
        service.try_again(session, message, works=works, by=actor().id, at=now(session))
    except Refusal as refusal:
        flash(str(refusal), "notice")
    else:
        flash("We are sending it again")
    list_of_messages = request.path.rpartition("/messages/")[0] + "/messages"
    return redirect(list_of_messages, 303)
