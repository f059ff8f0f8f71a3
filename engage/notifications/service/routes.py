"""Two ways out: the second takes over when the first fails, and the first is tried again later.

The state is one row, so that several workers agree. A first way that works costs one look.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.transports import Transport
from engage.kernel.upsert import insert_if_absent
from engage.notifications.models import MailRoute

NAME = "first"
MOST_FAILURES = 3  # batches in a row that could not be carried
PROBE = timedelta(minutes=1)


@dataclass(frozen=True)
class Way:
    """``doubted``: it failed before, so somebody must write down that it works again."""

    transport: Transport
    first: bool = True
    doubted: bool = False


def choose(sessions: Sessions, first: Transport, second: Transport | None) -> Way:
    """The way for the next batch. Half open, one batch a minute tries the first."""
    if second is None:
        return Way(first)
    with sessions.read() as session:
        row, at = _row(session), now(session)
        if row is None or row.failures == 0:
            return Way(first)
        if row.opened_at is None:
            return Way(first, doubted=True)
        if row.probe_at is not None and row.probe_at > at:
            return Way(second, first=False)
    with sessions.write() as session:
        if _is_prober(session, now(session)):
            return Way(first, doubted=True)
    return Way(second, first=False)


def failed(sessions: Sessions, problem: str) -> None:
    """The first way could not carry a batch; the third time in a row, the second takes over."""
    with sessions.write() as session:
        at = now(session)
        insert_if_absent(session, MailRoute, {"name": NAME, "failures": 0, "problem": ""})
        row = session.get_one(MailRoute, NAME, with_for_update=True, populate_existing=True)
        row.failures, row.problem = row.failures + 1, problem[:500]
        if row.failures >= MOST_FAILURES:
            row.opened_at = row.opened_at or at
            row.probe_at = at + PROBE


def works(sessions: Sessions) -> None:
    """The first way carried a batch."""
    with sessions.write() as session:
        shut = {"failures": 0, "opened_at": None, "probe_at": None, "problem": ""}
        session.execute(update(MailRoute).where(MailRoute.name == NAME).values(shut))


def _row(session: Session) -> MailRoute | None:
    return session.scalars(select(MailRoute).where(MailRoute.name == NAME)).one_or_none()


def _is_prober(session: Session, at: datetime) -> bool:
    """True for one caller a minute."""
    due = MailRoute.name == NAME, MailRoute.probe_at <= at
    probe = update(MailRoute).where(*due).values(probe_at=at + PROBE).returning(MailRoute.name)
    return bool(session.execute(probe).all())
