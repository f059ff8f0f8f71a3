"""Noting who is to hear of a challenge, and forgetting it. None commits."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Alert, Subscription
from engage.interest.queries import HEARER, soonest
from engage.kernel.ids import uuid7
from engage.kernel.retention import Kept, delete_batch
from engage.kernel.upsert import insert_each

ALERTS = Kept(
    what="Who was told of a new challenge, and why",
    days=365,
    after="the challenge was listed",
    since=date(2026, 11, 22),
)


def note_alerts(
    session: Session, challenge: Challenge, hearers: Sequence[Any], *, at: datetime
) -> int:
    """Note rows of ``HEARER``; who is noted already is left as it is. How many are new."""
    told = {"challenge_id": challenge.id, "found_at": at}
    rows = [
        {"id": uuid7(), **told, **{name: getattr(each, name) for name in HEARER}}
        for each in hearers
    ]
    return len(insert_each(session, Alert, rows))


def hear_sooner(
    session: Session, challenge: Challenge, hearers: Sequence[Any], *, than: ColumnElement[Any]
) -> None:
    """Who waits already hears as soon as one of these searches of theirs wants it.

    ``than``: how often somebody noted is told now, as an expression over ``Alert``.
    """
    if not hearers:
        return
    eager = select(Subscription.id).where(
        Subscription.email == Alert.email,
        Subscription.id.in_([each.subscription_id for each in hearers]),
        soonest(Subscription.cadence) < soonest(than),
    )
    search = eager.correlate(Alert).scalar_subquery()
    session.execute(
        update(Alert)
        .where(
            Alert.challenge_id == challenge.id,
            Alert.told_at.is_(None),
            Alert.email.in_([each.email for each in hearers]),
        )
        .values(subscription_id=func.coalesce(search, Alert.subscription_id))
        .execution_options(synchronize_session=False)
    )


def forget_alerts(session: Session, *, at: datetime) -> int:
    return len(delete_batch(session, Alert, Alert.found_at < ALERTS.until(at)))
