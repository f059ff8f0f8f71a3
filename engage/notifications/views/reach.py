"""Who would be told of a challenge and why, and who is missing; afterwards, who was."""

from typing import Any

from flask import redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.policy import may_read, may_write
from engage.challenges.queries import for_desk
from engage.challenges.reference import region_label, regions_within
from engage.interest.models import Reason
from engage.kernel.clock import now
from engage.notifications.queries import afterwards
from engage.notifications.queries import reach as queries
from engage.notifications.service.counting import ask_to_count
from engage.notifications.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging

TEMPLATE = "notifications/reach.html"
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
    begun = queries.announcement(session, challenge)
    if begun is None and queries.are_more(session, queries.FEW):
        return _kept(session, challenge)
    chosen, asked = _chosen(), page_asked()
    hears = queries.have_heard(challenge) if begun else queries.would_hear(session, challenge)
    cover = queries.coverage(session, challenge, hears)
    total = sum(cover.reasons.values())
    found = queries.hearers(session, hears, chosen, asked)
    return page(
        TEMPLATE,
        challenge=challenge,
        begun=begun,
        rows=[(row.name, row.why) for row in found],
        reason=chosen,
        progress=_progress(session, challenge) if begun else None,
        paging=paging(asked, total if chosen is None else cover.reasons[chosen]),
        **_drawn(challenge, cover),
    )


def _kept(session: Session, challenge: Challenge) -> Answer:
    """Where very many could hear: what was counted when somebody asked, with its time."""
    kept, chosen = queries.kept_count(session, challenge), _chosen()
    may_count = may_write(actor(), challenge)
    if kept is None or kept.counted_at is None:
        return page(
            "notifications/reach_asked.html", challenge=challenge, kept=kept, may_count=may_count
        )
    return page(
        TEMPLATE,
        challenge=challenge,
        begun=None,
        kept=kept,
        may_count=may_count,
        rows=queries.kept_hearers(session, kept, chosen),
        reason=chosen,
        **_drawn(challenge, queries.kept_coverage(kept)),
    )


@bp.post("/desk/challenges/<ref>/reach/count")
@permit(may_write, load=for_desk)
def count_reach(session: Session, challenge: Challenge) -> Answer:
    """A worker counts; the page says so until it has."""
    ask_to_count(session, challenge, at=now(session))
    return redirect(f"/desk/challenges/{challenge.reference}/reach", 303)


def _chosen() -> Reason | None:
    asked = request.args.get("why", "")
    return Reason(asked) if asked in set(Reason) else None


def _drawn(challenge: Challenge, cover: queries.Coverage) -> dict[str, Any]:
    """The numbers as the page shows them."""
    return {
        "reasons": REASONS,
        "numbers": cover.reasons,
        "total": sum(cover.reasons.values()),
        "segments": [(queries.SEGMENTS[name], number) for name, number in cover.kinds.items()],
        "regions": [
            (region_label(code) or "Region not given", number)
            for code, number in cover.regions.items()
            if number
        ],
        "searches": cover.searches,
        "nudges": _nudges(challenge, cover),
    }


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
