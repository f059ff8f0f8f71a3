"""Many small transactions over one connection, none waiting for the disk."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Executable, text

from engage.kernel.db import Sessions

Write = Callable[[Executable, Mapping[str, Any]], None]


@contextmanager
def quick_writes(sessions: Sessions) -> Iterator[Write]:
    """``write(statement, values)`` is one transaction of one statement.

    A killed process loses none of them. A power cut may lose those of the last moment, so this
    is for what may be done again. Between two writes no transaction is open.
    """
    bind = sessions.bind
    if isinstance(bind, Connection):  # inside a transaction that is somebody else's
        yield lambda statement, values: _inside(bind, statement, values)
    elif bind.dialect.name == "sqlite":
        yield from _sqlite(bind)
    else:
        yield from _postgresql(bind)


def _inside(connection: Connection, statement: Executable, values: Mapping[str, Any]) -> None:
    with connection.begin_nested():
        connection.execute(statement, values)


def _sqlite(engine: Engine) -> Iterator[Write]:
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        (before,) = raw.execute("PRAGMA synchronous").fetchone()
        raw.execute("PRAGMA synchronous = NORMAL")
        try:
            yield _committing(connection)
        finally:
            connection.rollback()
            raw.execute(f"PRAGMA synchronous = {int(before)}")


def _postgresql(engine: Engine) -> Iterator[Write]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        write = _committing(connection)
        write(text("SET synchronous_commit = off"), {})
        try:
            yield write
        finally:
            write(text("RESET synchronous_commit"), {})


def _committing(connection: Connection) -> Write:
    def write(statement: Executable, values: Mapping[str, Any]) -> None:
        with connection.begin():
            connection.execute(statement, values)

    return write
