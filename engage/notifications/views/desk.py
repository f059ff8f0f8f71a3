"""What was sent to whom about one challenge, and what did not arrive."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.policy import may_read, may_read_notes, may_write
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.kernel.errors import Refusal
from engage.notifications import policy, queries, service
from engage.notifications.models import Message, State
from engage.notifications.rendering.catalogue import TO_THOSE_WHO_TAKE_PART
from engage.notifications.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging

LABELS = {
    State.QUEUED: ("Waiting", "yellow"),
    State.SENDING: ("Being sent", "blue"),
    State.SENT: ("Sent", "green"),
    State.FAILED: ("Not delivered", "red"),
    State.SUPPRESSED: ("Not needed", "grey"),
    State.HELD: ("Paused", "purple"),
}
ABOUT = {
    "document-condemned": "Document found infected",
    "document-unsafe": "Document that is unsafe",
    "draft-condemned": "Document found infected",
    "interest-confirm": "Asked to confirm",
    "interest-confirmed": "Takes part",
    "interest-link": "Link sent again",
    "notice-refused": "Notice not published",
    "notice-seen": "A notice that may be yours",
    "notice-turned": "Notice that has to look back",
    "place-left": "Place given up",
    "place-moved-up": "Place from the waiting list",
    "place-waiting": "On the waiting list",
    "response-received": "Receipt of a response",
    "subscription-match": "Found by a saved search",
}
"""What a message is about, where the name of its template does not say it."""
OPTED_OUT = {"unsubscribed": "Stopped alerts on", "bounced": "The address did not exist on"}


@bp.get("/desk/challenges/<ref>/messages")
@permit(may_read, load=for_desk)
def messages(session: Session, challenge: Challenge) -> Answer:
    """50 a page, newest first; ``?state=`` filters, and can be sent to a colleague."""
    chosen = request.args.get("state", "")
    state = State(chosen) if chosen in set(State) else None
    at = now(session)
    only = None if may_read_notes(actor(), challenge) else TO_THOSE_WHO_TAKE_PART
    numbers = queries.counts(session, challenge, at=at, only=only)
    total = sum(numbers.values()) if state is None else numbers[state]
    asked = page_asked()
    rows = queries.messages_about(session, challenge, at=at, state=state, page=asked, only=only)
    return page(
        "notifications/messages.html",
        challenge=challenge,
        rows=rows,
        labels=LABELS,
        about=ABOUT,
        opted_out=OPTED_OUT,
        numbers=numbers,
        state=state,
        paging=paging(asked, total),
        may_write=may_write(actor(), challenge),
    )


@bp.post("/desk/challenges/<ref>/messages/<uuid:message_id>/again")
@permit(policy.may_try_again, load=queries.message_for_desk)
def try_again(session: Session, message: Message) -> Answer:
    try:
        service.try_again(session, message, at=now(session))
    except Refusal as refusal:
        flash(str(refusal), "notice")
    else:
        flash("We are sending it again")
    list_of_messages = request.path.rpartition("/messages/")[0] + "/messages"
    return redirect(list_of_messages, 303)
