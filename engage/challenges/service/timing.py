"""Keep what the timetable of an engagement is worked out from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.events import TimetableSet
from engage.challenges.models import Challenge, Timetable
from engage.challenges.queries import locked, planned, timetable
from engage.challenges.timetable import threshold_of
from engage.kernel.events import record
from engage.kernel.versions import require_seen


def set_timetable(
    session: Session,
    challenge: Challenge,
    *,
    plans: Mapping[str, Any],
    seen: str | None = None,
    by: UUID,
    at: datetime,
) -> Timetable:
    """Save dates (London days) and the threshold row in force when the tender is planned.

    ``plans`` has a value for each name of ``queries.planned``; ``seen`` is the fingerprint of what
    the page showed. Raises ChangedMeanwhile.
    """
    locked(session, challenge)
    kept = timetable(session, challenge)
    saved = planned(kept)
    changed = tuple(name for name in saved if plans[name] != saved[name])
    if changed:
        require_seen(seen, saved)
    row = kept or Timetable(challenge_id=challenge.id, threshold="")
    threshold = _threshold(challenge, plans, at)
    if kept is None or changed or threshold != row.threshold:
        for name in saved:
            setattr(row, name, plans[name])
        row.threshold, row.saved_at = threshold, at
        session.add(row)
        session.flush()
        record(session, _set(challenge, row, changed), by=by, at=at)
    return row


def _threshold(challenge: Challenge, plans: Mapping[str, Any], at: datetime) -> str:
    found = threshold_of(
        challenge.category,
        light_touch=plans["light_touch"],
        tender_on=plans["tender_on"],
        at=at,
    )
    return found.key if found else ""


def _set(challenge: Challenge, row: Timetable, changed: tuple[str, ...]) -> TimetableSet:
    return TimetableSet(
        subject_id=row.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        fields=changed,
        threshold=row.threshold,
    )
