"""Noting who is to hear of a challenge, and forgetting it. None commits."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Alert, Cadence, Subscription
from engage.interest.queries import HEARER, finding, soonest
from engage.kernel.db import Instant
from engage.kernel.retention import Kept, delete_batch
from engage.kernel.upsert import fresh_id, insert_from

ALERTS = Kept(
    what="Who was told of a new challenge, and why",
    days=365,
    after="the challenge was listed",
    since=date(2026, 11, 22),
)


def note_alerts(
    session: Session, challenge: Challenge, hearers: Select[Any], *, at: datetime
) -> int:
    """Note them in one statement; who is noted already is left as it is. How many are new."""
    found = hearers.subquery("hearer")
    source = select(
        fresh_id(),
        literal(challenge.id, Alert.id.type),
        literal(at, Instant()),
        *(found.c[name] for name in HEARER),
    ).where(literal(1) == 1)
    return insert_from(session, Alert, ("id", "challenge_id", "found_at", *HEARER), source)


def hear_sooner(
    session: Session, challenge: Challenge, *, than: ColumnElement[Any], which: ColumnElement[bool]
) -> None:
    """Who waits hears as soon as the most eager of their searches among ``which`` wants it.

    ``than``: how often somebody noted is told now, as an expression over ``Alert``.
    """
    among = finding(challenge), which, Subscription.cadence != Cadence.WEEKLY
    eager = (
        select(Subscription.id)
        .where(
            Subscription.email == Alert.email,
            *among,
            soonest(Subscription.cadence) < soonest(than),
        )
        .order_by(soonest(Subscription.cadence), Subscription.id)
        .limit(1)
        .correlate(Alert)
        .scalar_subquery()
    )
    waits = Alert.challenge_id == challenge.id, Alert.told_at.is_(None)
    session.execute(
        update(Alert)
        .where(*waits, Alert.email.in_(select(Subscription.email).where(*among)))
        .values(subscription_id=func.coalesce(eager, Alert.subscription_id))
        .execution_options(synchronize_session=False)
    )


def forget_alerts(session: Session, *, at: datetime) -> int:
    return len(delete_batch(session, Alert, Alert.found_at < ALERTS.until(at)))
