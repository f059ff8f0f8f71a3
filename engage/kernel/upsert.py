"""Inserts that several callers may race for, with one meaning on both databases."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Select, Uuid, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from engage.kernel.db import Base, Entity, owes


class fresh_id(FunctionElement[Any]):
    """A random UUID made by the database, one per row of an INSERT ... SELECT."""

    type = Uuid()
    inherit_cache = True


@compiles(fresh_id, "postgresql")
def _postgresql(element: fresh_id, compiler: SQLCompiler, **kw: Any) -> str:
    return "gen_random_uuid()"


@compiles(fresh_id, "sqlite")
def _sqlite(element: fresh_id, compiler: SQLCompiler, **kw: Any) -> str:
    return "lower(hex(randomblob(16)))"


def _insert(session: Session, table: type[Base]) -> Any:
    dialect = session.get_bind().dialect.name
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


def insert_if_absent(
    session: Session, table: type[Base], rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows; those that a unique constraint already knows are left as they are."""
    if rows:
        session.execute(_insert(session, table).on_conflict_do_nothing(), rows)


def insert_each(
    session: Session, table: type[Entity], rows: Sequence[Mapping[str, Any]]
) -> Sequence[Mapping[str, Any]]:
    """Insert rows with an ``id``; only those that no unique constraint knew are returned."""
    if not rows:
        return ()
    statement = _insert(session, table).on_conflict_do_nothing().returning(table.id)
    added = set(session.scalars(statement, rows))
    return [row for row in rows if row["id"] in added]


def insert_first(session: Session, table: type[Base], row: Mapping[str, Any]) -> bool:
    """Insert one row unless a unique constraint knows it; whether this caller was the first."""
    statement = _insert(session, table).values(**row).on_conflict_do_nothing()
    return session.scalar(statement.returning(literal(True))) is not None


def insert_from(
    session: Session, table: type[Base], columns: Sequence[str], source: Select[Any]
) -> int:
    """INSERT ... SELECT, skipping rows that are there already; how many were added.

    ``source`` needs a WHERE: without one SQLite reads ON CONFLICT as a join condition.
    """
    statement = _insert(session, table).from_select(columns, source).on_conflict_do_nothing()
    owes(session, "outbox")
    counted = session.execute(statement, execution_options={"preserve_rowcount": True})
    return int(cast(CursorResult[Any], counted).rowcount)
