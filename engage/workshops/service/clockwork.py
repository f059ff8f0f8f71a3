"""What happens at sessions by the clock."""

from uuid import UUID

from sqlalchemy import select

from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.workshops.models import Place, Sitting
from engage.workshops.service.waiting import lapse, lapsed

BATCH = 100


def lapse_due(sessions: Sessions) -> int:
    """End every offer whose time is over, however long ago; how many ended.

    One transaction a session. Looks first without a writer's lock, because mostly nothing is due.
    """
    total = 0
    for sitting_id in _with_lapsed(sessions):
        with sessions.write() as session:
            total += lapse(session, session.get_one(Sitting, sitting_id), at=now(session))
    return total


def _with_lapsed(sessions: Sessions) -> list[UUID]:
    with sessions.read() as session:
        wanted = select(Place.sitting_id).where(*lapsed(now(session))).distinct()
        return list(session.scalars(wanted.limit(BATCH)))
