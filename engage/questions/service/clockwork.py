"""The clock of answers: the lead is reminded a working day before, and others hear when it is late.

Older than, never between: after an outage what is due is done, and each thing once for each day
that was promised.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import Row, Select, Table, case, select, update
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.timetable import WorkingDays, nation_of
from engage.kernel.clock import from_wall, now, to_wall
from engage.kernel.db import Sessions
from engage.kernel.events import about, record
from engage.questions.events import QuestionDeclined, QuestionOverdue, QuestionsDueSoon
from engage.questions.models import Question, State
from engage.questions.queries import OF_COUNCIL, UNDECIDED

BATCH = 100
NOT_CHOSEN = (
    "You did not say whether all of your question may be published, and the time to answer is "
    "over. So nothing of it was published."
)
NEAR = timedelta(days=9)  # no working day is further away
CHALLENGES = cast(Table, Challenge.__table__)
Rows = Select[*tuple[Any, ...]]


def answers_due(sessions: Sessions) -> int:
    """Note what is due soon and what is late; how many challenges.

    Looks first without a writer's lock: mostly nothing is due.
    """
    with sessions.read() as session:
        today = to_wall(now(session))[0]
        known = _soon(session, today) or _late(session, today)
        if not known and session.scalar(_undecided(today)) is None:
            return 0
    with sessions.write() as session:
        at = now(session)
        today = to_wall(at)[0]
        left = _decline_undecided(session, today, at)
        soon = _claim(session, _soon(session, today), "answers_reminded")
        for each in soon:
            due = QuestionsDueSoon(answers_by=each.answers_by, **_about(each))
            record(session, due, by=None, at=at)
        late = _claim(session, _late(session, today), "answers_late")
        for each in late:
            overdue = QuestionOverdue(answers_by=each.answers_by, **_about(each))
            record(session, overdue, by=None, at=at)
        return left + len(soon) + len(late)


def _undecided(today: date) -> Select[Question]:
    """Of which the asker has not chosen in time: the day the council promised to answer by is over;
    where none was promised, the engagement."""
    midnight = from_wall(today, time())
    over = case(
        (Challenge.answers_by.is_not(None), Challenge.answers_by < today),
        else_=Challenge.engagement_ends < midnight,
    )
    wanted = select(Question).join(Challenge, Challenge.id == Question.challenge_id)
    return wanted.where(UNDECIDED, over).order_by(Question.id).limit(BATCH)


def _decline_undecided(session: Session, today: date, at: datetime) -> int:
    """Whoever says nothing is not published."""
    found = session.scalars(_undecided(today).with_for_update(of=Question, skip_locked=True)).all()
    for question in found:
        question.answer = NOT_CHOSEN
        question.state, question.answered_at = State.DECLINED, at
        record(session, QuestionDeclined(**about(question)), by=None, at=at)
    return len(found)


def _about(row: Row[Any]) -> dict[str, Any]:
    return {"subject_id": row.id, "authority_id": row.authority_id, "challenge_id": row.id}


def _soon(session: Session, today: date) -> list[Row[Any]]:
    """On the last working day before, or on the day; later there is something else to say."""
    near = Challenge.answers_by >= today, Challenge.answers_by <= today + NEAR
    wanted = _unanswered().where(
        *near, Challenge.answers_reminded.is_distinct_from(Challenge.answers_by)
    )
    return [each for each in session.execute(wanted) if today >= _day_before(each)]


def _day_before(row: Row[Any]) -> date:
    work = WorkingDays(nation_of(row.region or row.council_region))
    return work.on_or_before(row.answers_by - timedelta(days=1))


def _late(session: Session, today: date) -> Sequence[Row[Any]]:
    wanted = _unanswered().where(
        Challenge.answers_by < today,
        Challenge.answers_late.is_distinct_from(Challenge.answers_by),
    )
    return session.execute(wanted).all()


def _unanswered() -> Rows:
    """Challenges with a question that waits for the council, the earliest day first."""
    waits = select(Question.challenge_id).where(OF_COUNCIL)
    columns = Challenge.id, Challenge.authority_id, Challenge.region, Challenge.answers_by
    return (
        select(*columns, Authority.region.label("council_region"))
        .join(Authority, Authority.id == Challenge.authority_id)
        .where(Challenge.id.in_(waits), Challenge.stage.in_((Stage.OPEN, Stage.CLOSED)))
        .order_by(Challenge.answers_by, Challenge.id)
        .limit(BATCH)
    )


def _claim(session: Session, due: Sequence[Row[Any]], column: str) -> list[Row[Any]]:
    """Those that nobody else has noted meanwhile.

    Not through the mapper: a reminder must not raise the version that officers edit by.
    """
    if not due:
        return []
    known, day = CHALLENGES.c[column], CHALLENGES.c.answers_by
    which = CHALLENGES.c.id.in_([each.id for each in due]), known.is_distinct_from(day)
    noted = update(CHALLENGES).where(*which).values({column: day}).returning(CHALLENGES.c.id)
    first = set(session.scalars(noted))
    return [each for each in due if each.id in first]
