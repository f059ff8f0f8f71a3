"""What every factory needs: when it is, and a row that is written at once."""

from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy.orm import Session

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)  # where the frozen clock starts
T = TypeVar("T")


def add(session: Session, row: T) -> T:
    session.add(row)
    session.flush()
    return row
