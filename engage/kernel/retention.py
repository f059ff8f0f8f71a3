"""How long rows are kept, and forgetting them: a batch a transaction, "older than" only.

So an hour's outage leaves nothing behind, and nobody waits long for a lock.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Row, Text, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Entity, Sessions

BATCH = 1_000
MOST_SHOWN = 20

log = logging.getLogger(__name__)


class Forgotten(Entity):
    """The log: how many rows a rule forgot at once. It names no row and nobody."""

    __tablename__ = "forgotten"

    what: Mapped[str] = mapped_column(Text)
    days: Mapped[int]
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """``what`` is kept for ``days`` ``after`` something; a rule of ours ``since`` that day."""

    what: str
    days: int
    after: str
    since: date

    def until(self, at: datetime) -> datetime:
        """What is older than this is forgotten."""
        return at - timedelta(days=self.days)


class Forget(Protocol):
    """A verb that forgets a batch at the most; how many rows it forgot."""

    def __call__(self, session: Session, *, at: datetime) -> int: ...


def forget_in_batches(sessions: Sessions, kept: Kept, forget: Forget) -> int:
    """Forget all that is due, each batch in a transaction of its own; how many rows."""
    total, found = 0, BATCH
    while found >= BATCH:
        with sessions.write() as session:
            at = now(session)
            found = forget(session, at=at)
            if found:
                session.add(Forgotten(what=kept.what, days=kept.days, number=found, at=at))
        total += found
    if total:
        log.info("forgotten after %d days: %d of: %s", kept.days, total, kept.what)
    return total


def forgotten(session: Session) -> Sequence[Row[str, int, int, datetime]]:
    """What was forgotten last: what, after how many days, how many rows, and when."""
    columns = (Forgotten.what, Forgotten.days, Forgotten.number, Forgotten.at)
    return session.execute(
        select(*columns).order_by(Forgotten.at.desc(), Forgotten.id.desc()).limit(MOST_SHOWN)
    ).all()


def delete_batch(
    session: Session,
    table: type[Entity],
    which: ColumnElement[bool],
    telling: InstrumentedAttribute[Any] | None = None,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Delete a batch of rows that nobody holds; a row for each, with the column ``telling``."""
    chosen = select(table.id).where(which).limit(BATCH).with_for_update(skip_locked=True).cte("due")
    gone = (
        delete(table)
        .where(table.id.in_(select(chosen.c.id)))
        .returning(table.id if telling is None else telling)
        .execution_options(synchronize_session=False)
    )
    return session.execute(gone).all()
