"""Counting who would hear of a challenge, where that takes longer than a page may.

Somebody asks for it by a button. A worker counts while only reading, and keeps the result with its
time, so that looking at it costs nothing.
"""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.clock import now
from engage.kernel.db import Sessions, owes
from engage.kernel.ids import uuid7
from engage.kernel.paging import Page
from engage.kernel.retention import Kept, delete_batch
from engage.kernel.upsert import insert_if_absent
from engage.notifications.models import ReachCount
from engage.notifications.queries import reach

COUNTS = Kept(
    what="Counts of who would hear of a challenge, and 50 examples of suppliers for each reason",
    days=30,
    after="somebody asked for the count",
    since=date(2026, 11, 23),
)


def ask_to_count(session: Session, challenge: Challenge, *, at: datetime) -> None:
    """Count anew, soon; while that is still owed, asking again changes nothing."""
    row = {"id": uuid7(), "challenge_id": challenge.id, "asked_at": at, "found": {}}
    insert_if_absent(session, ReachCount, row)
    settled = ReachCount.challenge_id == challenge.id, ReachCount.counted_at >= ReachCount.asked_at
    session.execute(update(ReachCount).where(*settled).values(asked_at=at))
    owes(session, "announcing")


def count_due(sessions: Sessions) -> int:
    """Count what was asked for; how many challenges."""
    done = 0
    while _one(sessions):
        done += 1
    return done


def _one(sessions: Sessions) -> bool:
    with sessions.read() as session:
        waits = ReachCount.counted_at.is_(None) | (ReachCount.counted_at < ReachCount.asked_at)
        due = session.scalars(select(ReachCount).where(waits).limit(1)).one_or_none()
        if due is None:
            return False
        at, found = now(session), _counted(session, due)
    with sessions.write() as session:
        change = update(ReachCount).where(ReachCount.id == due.id)
        session.execute(change.values(counted_at=at, found=found))
    return True


def _counted(session: Session, due: ReachCount) -> dict[str, Any]:
    challenge = session.get_one(Challenge, due.challenge_id)
    hears = reach.would_hear(session, challenge)
    cover = reach.coverage(session, challenge, hears)
    first = {
        reason.value: [
            [str(row.supplier_id) if row.supplier_id else None, row.why]
            for row in reach.hearers(session, hears, reason, Page())
        ]
        for reason, number in cover.reasons.items()
        if number
    }
    return {**asdict(cover), "first": first}


def forget_counts(session: Session, *, at: datetime) -> int:
    return len(delete_batch(session, ReachCount, ReachCount.asked_at < COUNTS.until(at)))
