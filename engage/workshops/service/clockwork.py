"""What happens at sessions by the clock."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.workshops.events import SessionTomorrow
from engage.workshops.models import Place, Sitting
from engage.workshops.service.seats import SITTINGS
from engage.workshops.service.waiting import lapse, lapsed

BATCH = 100
BEFORE, TOO_LATE = timedelta(hours=24), timedelta(hours=2)


def lapse_due(sessions: Sessions) -> int:
    """End every offer whose time is over, however long ago; how many ended.

    One transaction a session. Looks first without a writer's lock, because mostly nothing is due.
    """
    total = 0
    for sitting_id in _with_lapsed(sessions):
        with sessions.write() as session:
            total += lapse(session, session.get_one(Sitting, sitting_id), at=now(session))
    return total


def remind_due(sessions: Sessions) -> int:
    """Note every session that starts within a day, once; how many.

    Not one that starts so soon that whoever comes is on the way: after an outage that is no news.
    """
    total = 0
    for sitting_id in _near(sessions):
        with sessions.write() as session:
            total += _remind(session, sitting_id)
    return total


def _remind(session: Session, sitting_id: UUID) -> bool:
    """Whether it was still due: another worker, or an officer, may have been faster."""
    sitting, at = session.get_one(Sitting, sitting_id), now(session)
    lock(session, sitting)
    starts, known = sitting.starts_at, sitting.reminded_at is not None
    if known or sitting.cancelled_at is not None or not at + TOO_LATE < starts <= at + BEFORE:
        return False
    # Not through the mapper: a reminder must not raise the version that officers edit by.
    session.execute(update(SITTINGS).where(SITTINGS.c.id == sitting.id).values(reminded_at=at))
    record(session, SessionTomorrow(starts_at=starts, **about(sitting)), by=None, at=at)
    return True


def _near(sessions: Sessions) -> list[UUID]:
    with sessions.read() as session:
        at = now(session)
        wanted = select(Sitting.id).where(
            Sitting.reminded_at.is_(None),
            Sitting.cancelled_at.is_(None),
            Sitting.starts_at > at + TOO_LATE,
            Sitting.starts_at <= at + BEFORE,
        )
        return list(session.scalars(wanted.order_by(Sitting.starts_at).limit(BATCH)))


def _with_lapsed(sessions: Sessions) -> list[UUID]:
    with sessions.read() as session:
        wanted = select(Place.sitting_id).where(*lapsed(now(session))).distinct()
        return list(session.scalars(wanted.limit(BATCH)))
