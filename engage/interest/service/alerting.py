"""Noting who is to hear of a challenge, and forgetting it. None commits."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Alert
from engage.interest.queries import HEARER
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


def forget_alerts(session: Session, *, at: datetime) -> int:
    return len(delete_batch(session, Alert, Alert.found_at < ALERTS.until(at)))
