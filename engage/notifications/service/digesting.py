"""New challenges of a day or a week in one message, for those who chose that.

A digest takes what waited at seven o'clock in London, or at seven on Monday, however late it is
made. What it takes is marked in the same transaction, so that two at once take nothing twice.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, select, update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Alert, Cadence
from engage.kernel.clock import from_wall, now, to_wall
from engage.kernel.db import Sessions
from engage.kernel.ids import uuid7
from engage.notifications.queries.digests import still_open
from engage.notifications.queries.often import cadence
from engage.notifications.service.owing import owe_each

AT = time(7)
MONDAY = 0
ADDRESSES = 200  # in one transaction
TEMPLATE = "digest"
WHY = {
    Cadence.DAILY: "You get this because you chose one e-mail a day about new challenges.",
    Cadence.WEEKLY: "You get this because you chose one e-mail a week about new challenges.",
}


def digest_due(sessions: Sessions) -> int:
    """Owe the digests that are due; how many."""
    total = 0
    while owed := _batch(sessions):
        total += owed
    return total


def last(cadence: Cadence, at: datetime) -> datetime:
    """When a digest of this cadence was last to be made: today's seven o'clock, or before."""
    day, hour = to_wall(at)
    if hour < AT:
        day -= timedelta(days=1)
    if cadence is Cadence.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
        if from_wall(day, AT) > at:
            day -= timedelta(days=7)
    return from_wall(day, AT)


def _batch(sessions: Sessions) -> int:
    with sessions.read() as session:
        due = _due(now(session))
        wanted = select(Alert.email).where(due).distinct().order_by(Alert.email).limit(ADDRESSES)
        addresses = session.scalars(wanted).all()
    if not addresses:
        return 0
    with sessions.write() as session:
        return _owe(session, addresses, now(session))


def _due(at: datetime) -> ColumnElement[bool]:
    """What waits since before the last digest, about challenges that still take part."""
    before = case(
        (cadence() == Cadence.WEEKLY, Alert.found_at < last(Cadence.WEEKLY, at)),
        else_=Alert.found_at < last(Cadence.DAILY, at),
    )
    open_ones = select(Challenge.id).where(still_open(at))
    return and_(Alert.told_at.is_(None), before, Alert.challenge_id.in_(open_ones))


def _owe(session: Session, addresses: Sequence[str], at: datetime) -> int:
    """Take what is due of these, and owe each of them one message about all of it."""
    taken = session.execute(
        update(Alert)
        .where(Alert.email.in_(addresses), _due(at))
        .values(told_at=at)
        .returning(Alert.id, Alert.email, Alert.name)
        .execution_options(synchronize_session=False)
    ).all()
    one_of_each = {row.email: row for row in taken}
    weekly = _only_weekly(session, one_of_each, at)
    cause = uuid7()
    rows = [
        _message(cause, row, Cadence.WEEKLY if email in weekly else Cadence.DAILY)
        for email, row in sorted(one_of_each.items())
    ]
    if rows:
        owe_each(session, rows, at=at)
    return len(rows)


def _only_weekly(session: Session, addresses: Collection[str], at: datetime) -> set[str]:
    """Those to whom nothing of what was taken just now is told daily."""
    taken = Alert.email.in_(addresses), Alert.told_at == at
    daily = select(Alert.email).where(*taken, cadence() != Cadence.WEEKLY)
    return set(addresses) - set(session.scalars(daily))


def _message(cause: UUID, alert: Row[UUID, str, str], how_often: Cadence) -> Mapping[str, Any]:
    """Of no one council: what it is about is found by any of the alerts in it."""
    nothing = dict.fromkeys(("authority_id", "challenge_id", "interest_id", "calendar"))
    return {
        **nothing,
        "cause_id": cause,
        "template": TEMPLATE,
        "recipient": alert.email,
        "recipient_name": alert.name,
        "subject_id": alert.id,
        "why": WHY[how_often],
    }
