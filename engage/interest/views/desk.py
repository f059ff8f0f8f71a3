"""Who registered, for the officer."""

from collections.abc import Iterable
from typing import Any

from flask import request
from sqlalchemy import Row
from sqlalchemy.orm import Session

from engage.challenges import policy
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.challenges.reference import region_label
from engage.interest import queries
from engage.interest.models import State
from engage.interest.views.blueprint import bp
from engage.suppliers.models import Size
from engage.suppliers.queries import regions_of_each
from engage.web.access import Answer, permit
from engage.web.pages import page, page_asked, paging

SIZES = {
    Size.MICRO: "Micro",
    Size.SMALL: "Small",
    Size.MEDIUM: "Medium",
    Size.LARGE: "Large",
}
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
    asked = page_asked()
    rows = queries.registered(session, challenge.id, state=state, page=asked)
    served = regions_of_each(session, {row.supplier_id for row in rows if row.supplier_id})
    return page(
        "interest/suppliers.html",
        challenge=challenge,
        rows=[(row, _described(row, served.get(row.supplier_id, ()))) for row in rows],
        labels=LABELS,
        numbers=numbers,
        state=state,
        paging=paging(asked, total),
    )


def _described(row: Row[*tuple[Any, ...]], served: Iterable[str]) -> str:
    """What the supplier says of itself, on one line; little before it has confirmed."""
    known = (
        f"Company {row.company_number}" if row.company_number else "",
        SIZES.get(row.size, ""),
        "VCSE" if row.vcse else "",
        "Social enterprise" if row.social_enterprise else "",
        *(region_label(code) or "" for code in served),
    )
    return " · ".join(filter(None, known))
