"""The officer's pages: what needs me today, all challenges, and the hub of one."""

from flask import abort, request
from sqlalchemy.orm import Session

from engage.challenges import policy as challenges
from engage.challenges import queries
from engage.challenges.lifecycle import LABELS, Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import approvals
from engage.kernel.clock import now
from engage.records import queries as records
from engage.spaces import policy
from engage.spaces.queries import desk as reading
from engage.spaces.steps import Facts, Step, next_step
from engage.spaces.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging


@bp.get("/desk")
@permit(policy.may_use_desk)
def desk(session: Session) -> Answer:
    """What needs me today, over all my challenges?"""
    asked, total = page_asked(), reading.count_in_hand(session, actor())
    at = now(session)
    facts = reading.in_hand(session, actor(), at=at, page=asked)
    return page(
        "spaces/desk.html",
        rows=sorted(((fact, next_step(fact)) for fact in facts), key=_calm),
        paging=paging(asked, total),
        to_approve=approvals.to_approve(session, actor()),
        to_answer=queries.to_answer(session, actor()),
        to_publish=approvals.to_publish(session, actor(), at=at),
        may_draft=challenges.may_draft(actor()),
        authority=reading.only_council(session, actor()),
        timelines=records.councils(session, actor()),
    )


def _calm(row: tuple[Facts, Step]) -> tuple[bool, bool]:
    """Of one page: what is late, then what waits for somebody, then what only takes time."""
    return not row[1].late, not row[1].urgent


@bp.get("/desk/challenges")
@permit(policy.may_use_desk)
def all_challenges(session: Session) -> Answer:
    asked, stage = page_asked(), _stage()
    rows, total = reading.everything(session, actor(), stage=stage, page=asked)
    return page(
        "spaces/all_challenges.html",
        rows=rows,
        paging=paging(asked, total),
        stage=stage,
        labels=LABELS,
        may_draft=challenges.may_draft(actor()),
        authority=reading.only_council(session, actor()),
    )


def _stage() -> Stage | None:
    wanted = request.args.get("stage", "")
    if not wanted:
        return None
    if wanted not in set(LABELS):
        abort(404)
    return Stage(wanted)


@bp.get("/desk/challenges/<ref>")
@permit(challenges.may_read, load=queries.for_desk)
def desk_challenge(session: Session, challenge: Challenge) -> Answer:
    at = now(session)
    facts = reading.of_one(session, actor(), challenge, at=at)
    return page(
        "spaces/desk_challenge.html",
        challenge=challenge,
        facts=facts,
        step=next_step(facts),
        at=at,
        may_write=challenges.may_write(actor(), challenge),
    )
