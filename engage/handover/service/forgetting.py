"""When the file of a pack is deleted: it can be made again as long as the engagement is kept."""

from datetime import date

from sqlalchemy import select

from engage.handover.events import PackForgotten
from engage.handover.models import Pack
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import belonging, record
from engage.kernel.retention import BATCH, Kept
from engage.kernel.store import Store

FILES = Kept(
    what="Files of hand-over packs: they can be made again",
    days=90,
    after="they were made",
    since=date(2026, 11, 23),
)
RETENTION = (FILES,)


def forget_due(sessions: Sessions, store: Store) -> None:
    """The file goes first, outside any transaction: a crash leaves a row, which the next finds."""
    while keys := _old(sessions):
        for key in keys:
            store.delete(key)
        with sessions.write() as session:
            at = now(session)
            for pack in session.scalars(select(Pack).where(Pack.key.in_(keys))).unique():
                pack.key = ""
                fact = PackForgotten(subject_id=pack.id, **belonging(pack.challenge))
                record(session, fact, by=None, at=at)


def _old(sessions: Sessions) -> list[str]:
    with sessions.read() as session:
        wanted = select(Pack.key).where(
            Pack.key != "", Pack.finished_at < FILES.until(now(session))
        )
        return list(session.scalars(wanted.limit(BATCH)))
