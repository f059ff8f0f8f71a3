"""Read, check, write: nobody else may change a row in between."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from engage.kernel.db import Base


def lock(session: Session, row: Base, *, columns: Collection[str] | None = None) -> None:
    """Hold this row, as it is now, until the transaction ends; only ``columns`` are read again.

    What was changed before is written first: reading again would forget it. SQLite has no row
    locks: there the transaction was begun as the only writer.
    """
    session.flush()
    session.refresh(row, columns, with_for_update={"of": type(row)})
