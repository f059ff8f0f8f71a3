"""Reminders by the clock: that an end is near is a fact, recorded once for each end.

Older than, never between: after an outage the step that counts now is taken, and those before it
are not made up for. An end that was moved is another end, and its steps begin anew.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, exists, func, select

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent, record
from engage.kernel.ids import uuid7
from engage.kernel.upsert import insert_each
from engage.notifications.events import ClosingSoon
from engage.notifications.models import Reminder

STEPS = (5, 1)  # days before the end
BATCH = 100
SETS_AN_END = ("challenge.published", "challenge.extended")


def remind_of_ends(sessions: Sessions) -> int:
    """Record every end that has come near; how many. Looks first without a writer's lock."""
    total = 0
    for days in STEPS:
        while _is_due(sessions, days):
            found = _remind_batch(sessions, days)
            total += found
            if not found:  # somebody else was faster
                break
    return total


def _is_due(sessions: Sessions, days: int) -> bool:
    with sessions.read() as session:
        return session.execute(_due(days, now(session)).limit(1)).first() is not None


def _remind_batch(sessions: Sessions, days: int) -> int:
    """Each step is noted once; where the end was set after it, people know, and nothing follows."""
    with sessions.write() as session:
        at = now(session)
        due = session.execute(_due(days, at).limit(BATCH)).all()
        noted = insert_each(session, Reminder, [_row(each, days, at) for each in due])
        first = {row["subject_id"] for row in noted}
        for each in due:
            step = each.engagement_ends - timedelta(days=days)
            if each.id in first and (each.set_at or each.published_at) <= step:
                record(session, _fact(each, days), by=None, at=at)
        return len(noted)


def _fact(challenge: Row[*tuple[Any, ...]], days: int) -> ClosingSoon:
    return ClosingSoon(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        days=days,
        engagement_ends=challenge.engagement_ends,
    )


def _row(challenge: Row[*tuple[Any, ...]], days: int, at: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "subject_id": challenge.id,
        "kind": _kind(days),
        "moment": challenge.engagement_ends,
        "noted_at": at,
    }


def _kind(days: int) -> str:
    return f"closing in {days}"


def _due(days: int, at: datetime) -> Select[*tuple[Any, ...]]:
    """Open, listed, ends soon enough for this step and not for the next one, not noted yet."""
    later = max((each for each in STEPS if each < days), default=0)
    ends = Challenge.engagement_ends
    set_at = select(func.max(RecordedEvent.occurred_at)).where(
        RecordedEvent.challenge_id == Challenge.id, RecordedEvent.name.in_(SETS_AN_END)
    )
    noted = exists().where(
        Reminder.subject_id == Challenge.id, Reminder.kind == _kind(days), Reminder.moment == ends
    )
    columns = Challenge.id, Challenge.authority_id, ends, Challenge.published_at
    return select(*columns, set_at.scalar_subquery().label("set_at")).where(
        Challenge.stage == Stage.OPEN,
        Challenge.listed_at.is_not(None),
        Challenge.published_at.is_not(None),
        ends > at + timedelta(days=later),
        ends <= at + timedelta(days=days),
        ~noted,
    )
