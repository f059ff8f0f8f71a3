"""What a part of a pack is, and how its cells are written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from engage.kernel.comma_separated import Cell

AT_ONCE = 500
FEW = {"yield_per": AT_ONCE}  # rows are written as they come, however many there are
Rows = Callable[[], Iterator[Sequence[Cell]]]


@dataclass(frozen=True)
class Part:
    """A table of the pack: ``name``.csv, and a section of its page. ``rows`` is asked twice."""

    name: str
    title: str
    about: str
    columns: tuple[str, ...]
    rows: Rows


def listed(session: Session, wanted: Select[*tuple[Any, ...]]) -> Rows:
    """Each row of a query as cells."""

    def rows() -> Iterator[Sequence[Cell]]:
        for row in session.execute(wanted, execution_options=FEW):
            yield [cell(each) for each in row]

    return rows


def told(pairs: Sequence[tuple[str, object]]) -> Rows:
    """Names and values; what is empty is left out."""
    return lambda: iter([[name, cell(value)] for name, value in pairs if value not in (None, "")])


def cell(value: Any) -> Cell:
    """A value as people read it: times to the minute in UTC, lists with semicolons."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return ", ".join(f"{name}: {cell(each)}" for name, each in value.items() if each)
    if isinstance(value, list | tuple):
        return "; ".join(str(cell(each)) for each in value)
    if value is None or isinstance(value, int):
        return value
    return getattr(value, "label", None) or str(value)
