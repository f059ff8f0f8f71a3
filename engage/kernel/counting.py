"""How many rows there are of each kind, for the filters above a list."""

from enum import StrEnum
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

K = TypeVar("K", bound=StrEnum)


def count_each(
    session: Session, kind: type[K], column: InstrumentedAttribute[K], *where: ColumnElement[bool]
) -> dict[K, int]:
    """How many rows have each word of ``kind`` in ``column``: one statement, no word left out."""
    wanted = select(column, func.count()).where(*where).group_by(column)
    found = {row[0]: row[1] for row in session.execute(wanted)}
    return {each: found.get(each, 0) for each in kind}
