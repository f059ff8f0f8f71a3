"""Up to which instant everything that will ever be stamped is committed.

Who reads a list in the order of its stamps and goes on from the last would miss a row that was
stamped before it and committed after it. So nothing is shown that is newer than the oldest
transaction which is still under way: its stamps lie after its beginning.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, text, true
from sqlalchemy.orm import InstrumentedAttribute, Session

_OLDEST_UNDER_WAY = text(
    "SELECT least(min(xact_start), now()) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def settled(
    session: Session,
    stamp: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
) -> ColumnElement[bool]:
    """The condition that no row with an earlier ``stamp`` can still appear.

    Ask for it before the rows, in the same transaction. SQLite lets in one writer at a time, which
    reads the clock when it is in: there the order of stamps is the order of commits.
    """
    if session.get_bind().dialect.name == "sqlite":
        return true()
    oldest: datetime = session.execute(_OLDEST_UNDER_WAY).scalar_one()
    return stamp < oldest
