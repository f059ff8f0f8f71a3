"""Who would be told of a challenge and why, and who is missing; afterwards, who was."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.policy import may_read
from engage.challenges.queries import for_desk
from engage.challenges.reference import region_label, regions_within
from engage.interest.models import Reason
from engage.kernel.clock import now
from engage.notifications.queries import afterwards
from engage.notifications.queries import reach as queries
from engage.notifications.views.blueprint import bp
from engage.web.access import Answer, permit
from engage.web.pages import page, page_asked, paging

REASONS = {
    Reason.SUBJECT: "Subjects of their profile",
    Reason.WORDS: "Words of their profile",
    Reason.EVERYTHING: "Want every challenge",
    Reason.SEARCH: "A saved search",
}
MISSING = {
    "sme": "No small or medium-sized firm",
    "vcse": "No voluntary or community organisation",
    "new": "No supplier that is new to your council",
}


@bp.get("/desk/challenges/<ref>/reach")
@permit(may_read, load=for_desk)
def reach(session: Session, challenge: Challenge) -> Answer:
    """50 a page; ``?why=`` shows those with one reason."""
    chosen = request.args.get("why", "")
    reason = Reason(chosen) if chosen in set(Reason) else None
    begun = queries.announcement(session, challenge)
    hears = queries.have_heard(challenge) if begun else queries.would_hear(session, challenge)
    cover = queries.coverage(session, challenge, hears)
    numbers = cover.reasons
    total, asked = sum(numbers.values()), page_asked()
    return page(
        "notifications/reach.html",
        challenge=challenge,
        begun=begun,
        rows=queries.hearers(session, hears, reason, asked),
        reasons=REASONS,
        numbers=numbers,
        total=total,
        reason=reason,
        segments=[(queries.SEGMENTS[name], number) for name, number in cover.kinds.items()],
        regions=[
            (region_label(code) or "Region not given", number)
            for code, number in cover.regions.items()
            if number
        ],
        searches=cover.searches,
        nudges=_nudges(challenge, cover),
        progress=_progress(session, challenge) if begun else None,
        paging=paging(asked, total if reason is None else numbers[reason]),
    )


def _progress(session: Session, challenge: Challenge) -> dict[str, Any]:
    """A table: a line for each kind of supplier, a column for each step; and its last line."""
    at = now(session)
    heads, counted = afterwards.steps(challenge, at), afterwards.progress(session, challenge, at)
    lines = [
        [said, *(f"{numbers[name]:,}" for numbers in counted.values())]
        for name, said in afterwards.LINES.items()
    ]
    totals = [(said, counted[step][afterwards.ALL]) for step, said in heads.items()]
    return {"heads": list(heads.values()), "lines": lines, "totals": totals}


def _nudges(challenge: Challenge, cover: queries.Coverage) -> list[str]:
    """What to think of before publishing: a kind of which nobody would be told."""
    missing = [words for name, words in MISSING.items() if not cover.kinds[name]]
    near = {challenge.region, *regions_within(challenge.region)} if challenge.region else set()
    if near and not any(cover.regions.get(code) for code in near):
        missing.append(f"No supplier that says it works in {region_label(challenge.region)}")
    return missing
