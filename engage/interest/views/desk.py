"""Who registered, for the officer."""

from flask import request
from sqlalchemy.orm import Session

from engage.challenges import policy
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.interest import queries
from engage.interest.models import State
from engage.interest.views.blueprint import bp
from engage.web.access import Answer, permit
from engage.web.pages import PER_PAGE, page, page_number, pages_of

LABELS = {
    State.CONFIRMED: ("Taking part", "green"),
    State.PENDING: ("Not confirmed yet", "yellow"),
    State.WITHDRAWN: ("Left", "grey"),
}


@bp.get("/desk/challenges/<ref>/suppliers")
@permit(policy.may_read, load=for_desk)
def suppliers(session: Session, challenge: Challenge) -> Answer:
    """Everybody who registered, 50 a page; ``?state=`` filters, and can be sent to a colleague."""
    chosen = request.args.get("state", "")
    state = State(chosen) if chosen in set(State) else None
    numbers = queries.counts(session, challenge.id)
    total = sum(numbers.values()) if state is None else numbers[state]
    number, pages = page_number(), pages_of(total)
    rows = queries.registered(
        session, challenge.id, state=state, offset=(number - 1) * PER_PAGE, limit=PER_PAGE
    )
    return page(
        "interest/suppliers.html",
        challenge=challenge,
        rows=rows,
        labels=LABELS,
        numbers=numbers,
        state=state,
        total=total,
        number=number,
        pages=pages,
        size=PER_PAGE,
    )
