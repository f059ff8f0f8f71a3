"""The officer's pages of what suppliers sent: sealed until the end, then a list and each one."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.kernel.clock import month_names, now, to_wall
from engage.kernel.db import Sessions
from engage.responses import policy, queries, service
from engage.responses.queries import Sent
from engage.responses.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.notes import note_afterwards
from engage.web.pages import page, page_asked, paging

MOST_DAYS = 14


@bp.get("/desk/challenges/<ref>/responses")
@permit(policy.may_ask_for_responses, load=for_desk)
def responses(session: Session, challenge: Challenge) -> Answer:
    """Before the end: why nobody can look, without even a number. After it: 50 a page."""
    at = now(session)
    if not policy.is_unsealed(challenge, at):
        return page(
            "responses/sealed.html",
            challenge=challenge,
            at=at,
            enters=_enters(challenge),
            number=queries.count_sent(session, challenge, at=at),
        )
    asked = page_asked()
    came = queries.per_hour(session, challenge, at=at)
    total = sum(came.values())
    rows = queries.sent_rows(session, challenge, reader=actor().id, at=at, page=asked)
    return page(
        "responses/list.html",
        challenge=challenge,
        at=at,
        enters=_enters(challenge),
        rows=rows,
        days=by_day(came) if asked.number == 1 else [],
        paging=paging(asked, total),
    )


def _enters(challenge: Challenge) -> bool:
    return service.may_enter(challenge) and policy.may_enter(actor(), challenge)


@bp.get("/desk/challenges/<ref>/responses/<uuid:response_id>")
@permit(policy.may_read_sent, load=queries.sent_response)
def one(session: Session, sent: Sent) -> Answer:
    note_reading(session, sent.submission.response_id, actor().id)
    before, after = queries.neighbours(session, sent)
    return page(
        "responses/one.html",
        challenge=sent.challenge,
        sent=sent,
        prompts=queries.prompts(session, sent.challenge.id),
        before=before,
        after=after,
    )


def note_reading(session: Session, response_id: UUID, person_id: UUID) -> None:
    """Leave a line in the trail when somebody opens a response for the first time."""
    if queries.has_read(session, person_id, response_id):
        return
    sessions: Sessions = current_app.extensions["sessions"]
    note_afterwards(
        sessions,
        lambda writing: service.note_read(writing, response_id, by=person_id, at=now(writing)),
    )


def by_day(came: Mapping[datetime, int]) -> list[tuple[str, int]]:
    """How many came on each day in London: the last days each, those before together."""
    days: Counter[date] = Counter()
    for hour, number in came.items():
        days[to_wall(hour)[0]] += number
    counted = sorted(days.items())
    earlier, last = counted[:-MOST_DAYS], counted[-MOST_DAYS:]
    rows = [(f"{day.day} {month_names[day.month - 1]}", number) for day, number in last]
    if earlier:
        rows.insert(0, ("Earlier", sum(number for _, number in earlier)))
    return rows
