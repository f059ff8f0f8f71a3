"""Counting sendings again: a message that is gone must be noticed, not missed."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.notifications.models import Sending
from engage.notifications.queries.sendings import lines

AGAIN = timedelta(hours=1)
WATCHED = timedelta(days=30)  # afterwards only what did not add up is counted again
BATCH = 50

log = logging.getLogger(__name__)


def reconcile_due(sessions: Sessions) -> int:
    """Count every sending that was not counted for an hour; how many do not add up."""
    wrong = 0
    with sessions.read() as session:
        began = now(session)
    while found := _reconciled(sessions, began):
        wrong += sum(found)
    return wrong


def _reconciled(sessions: Sessions, began: datetime) -> list[bool]:
    with sessions.write() as session:
        return _reconcile(session, began)


def _reconcile(session: Session, began: datetime) -> list[bool]:
    """The next few: whether each does not add up."""
    stale = or_(Sending.checked_at.is_(None), Sending.checked_at <= began - AGAIN)
    watched = or_(Sending.begun_at > began - WATCHED, Sending.missing != 0)
    due = select(Sending).where(stale, watched).order_by(Sending.id).limit(BATCH)
    sendings = session.scalars(due.with_for_update(skip_locked=True)).all()
    for line in lines(session, sendings) if sendings else ():
        line.sending.checked_at, line.sending.missing = began, line.missing
        if line.missing:
            log.error("sending %s: %d messages are missing", line.sending.id, line.missing)
    return [sending.missing != 0 for sending in sendings]
