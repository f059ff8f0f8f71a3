"""A piece of feedback for every participant, begun from what the chair recorded."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, case, func, literal, select, update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.kernel.upsert import fresh_id, insert_from
from engage.outcomes.events import FeedbackPrepared
from engage.outcomes.models import Feedback
from engage.outcomes.queries import expected, participant
from engage.outcomes.service.stages import hold
from engage.outcomes.wording import STARTING
from engage.reviews.models import Referral, Verdict
from engage.reviews.queries.releasing import has_left

COLUMNS = ["id", "challenge_id", "authority_id", "interest_id", "result", "text", "version"]


class BoardAtWork(Refusal):
    """What suppliers are told follows from what the board decided."""


def prepare(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> int:
    """Begin what is missing and follow what the board changed; how many rows that was.

    Where the result changed, an approval is taken back; words of an officer are kept.
    """
    hold(session, challenge, at)
    _require_decisions(session, challenge)
    changed = _follow_changes(session, challenge)
    added = insert_from(session, Feedback, COLUMNS, _fresh(challenge))
    if added or changed:
        fact = FeedbackPrepared(
            subject_id=challenge.id,
            **belonging(challenge),
            added=added,
            changed=changed,
        )
        record(session, fact, by=by, at=at)
    return added + changed


def _require_decisions(session: Session, challenge: Challenge) -> None:
    pending = select(func.count()).where(
        Referral.challenge_id == challenge.id, Referral.verdict == Verdict.PENDING
    )
    number = session.scalar(pending) or 0
    if number:
        ideas = "1 idea" if number == 1 else f"{number} ideas"
        raise BoardAtWork(f"The board has not decided about {ideas} yet. Wait for its chair.")
    if not session.scalar(select(has_left(challenge.id))):
        raise BoardAtWork("The shortlist has not been released. Its chair proposes it first.")


def _starting(result: ColumnElement[Any]) -> ColumnElement[Any]:
    texts = {each.value: text for each, text in STARTING.items()}
    return case(texts, value=result, else_="")


def _fresh(challenge: Challenge) -> Any:
    wanted = participant(challenge.id)
    already = select(Feedback.interest_id).where(Feedback.challenge_id == challenge.id)
    each = (
        select(Interest.id, Interest.challenge_id, Interest.authority_id, expected().label("new"))
        .where(wanted, Interest.id.not_in(already))
        .subquery()
    )
    return select(
        fresh_id(),
        each.c.challenge_id,
        each.c.authority_id,
        each.c.id,
        each.c.new,
        _starting(each.c.new),
        literal(1),
    ).where(each.c.id.is_not(None))


def _follow_changes(session: Session, challenge: Challenge) -> int:
    follows = select(expected()).where(Interest.id == Feedback.interest_id).scalar_subquery()
    untouched = Feedback.text.in_(list(STARTING.values()))
    change = (
        update(Feedback)
        .where(Feedback.challenge_id == challenge.id, Feedback.result != follows)
        .values(
            result=follows,
            text=case((untouched, _starting(follows)), else_=Feedback.text),
            approved_by=None,
            approved_at=None,
            version=Feedback.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    done = cast(CursorResult[Any], session.execute(change))
    for row in [each for each in session.identity_map.values() if isinstance(each, Feedback)]:
        session.expire(row)
    return int(done.rowcount)
