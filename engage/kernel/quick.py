"""Many small transactions of one statement over one connection, none waiting for the disk."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.sql.dml import Update

from engage.kernel.db import Sessions

Values = Mapping[str, Any]


class Lost(Exception):
    """The database went away: this write and those of the last moment may be forgotten."""


@dataclass(frozen=True)
class QuickWrites:
    """``write`` is one transaction; after ``wait_for_disk`` each waits, for all before it too."""

    write: Callable[[Values], None]
    wait_for_disk: Callable[[], None]


@contextmanager
def quick_writes(sessions: Sessions, statement: Update) -> Iterator[QuickWrites]:
    """``write(values)`` runs ``statement`` in a transaction of its own, or raises Lost.

    A killed process loses none of them. A power cut may lose those of the last moment, so this
    is for what may be done again. Between two writes no transaction is open. The statement is
    prepared once and goes straight to the driver, because it runs once for each mail.
    """
    bind = sessions.bind
    if isinstance(bind, Connection):  # inside a transaction that is somebody else's
        yield QuickWrites(lambda values: _inside(bind, statement, values), lambda: None)
    else:
        sqlite = bind.dialect.name == "sqlite"
        yield from (_sqlite if sqlite else _postgresql)(bind, statement)


def _inside(connection: Connection, statement: Update, values: Values) -> None:
    with connection.begin_nested():
        connection.execute(statement, values)


def _sqlite(engine: Engine, statement: Update) -> Iterator[QuickWrites]:
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        (before,) = raw.execute("PRAGMA synchronous").fetchone()
        durable = f"PRAGMA synchronous = {int(before)}"
        run = _running(engine.dialect, statement, "named", raw.execute)
        raw.execute("PRAGMA synchronous = NORMAL")
        try:
            yield QuickWrites(run, lambda: raw.execute(durable))
        finally:
            raw.execute(durable)


def _postgresql(engine: Engine, statement: Update) -> Iterator[QuickWrites]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        raw: Any = connection.connection.driver_connection
        run = _running(engine.dialect, statement, "pyformat", raw.cursor().execute)
        raw.execute("SET synchronous_commit = off")
        try:
            yield QuickWrites(run, lambda: _reset(engine.dialect, raw))
        finally:
            with suppress(Lost):  # then the pool finds it broken, and throws it away
                _reset(engine.dialect, raw)


def _reset(dialect: Dialect, raw: Any) -> None:
    try:
        raw.execute("RESET synchronous_commit")
    except dialect.loaded_dbapi.Error as fault:
        raise Lost(str(fault)) from fault


def _running(
    dialect: Dialect, statement: Update, style: str, execute: Callable[..., Any]
) -> Callable[[Values], None]:
    """What runs the statement with values, which are put as the columns keep them."""
    kind: Any = type(dialect)
    compiled = statement.compile(dialect=kind(paramstyle=style))
    sql, given = str(compiled), dict(compiled.params)
    puts = [
        (name, bind.type.dialect_impl(dialect).bind_processor(dialect))
        for bind, name in compiled.bind_names.items()
    ]

    def run(values: Values) -> None:
        given.update(values)
        try:
            execute(sql, {name: put(given[name]) if put else given[name] for name, put in puts})
        except dialect.loaded_dbapi.Error as fault:
            raise Lost(str(fault)) from fault

    return run
