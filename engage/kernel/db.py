"""The declarative base, and the one place a transaction begins and ends."""

from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Engine,
    Enum,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from engage.kernel.clock import Clock
from engage.kernel.ids import uuid7
from engage.kernel.installation import Installation

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware UTC moment, on SQLite as on PostgreSQL; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Instant, dict[str, Any]: JSON, list[str]: JSON}


class Entity(Base):
    """A row with an identity of its own, safe to show in a URL."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)


def words(kind: type[StrEnum]) -> Enum:
    """A column type for an enumeration: its words are stored, the same on both databases."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


class Sessions:
    """Where transactions come from: one bind, one clock, and somebody to tell afterwards.

    ``after_commit`` is told what a committed transaction owes ("outbox", "files"). It only
    wakes the workers: losing the call costs seconds, never work.
    """

    def __init__(
        self,
        bind: Engine | Connection,
        *,
        clock: Clock | None = None,
        installation: Installation | None = None,
        after_commit: Callable[[Set[str]], None] | None = None,
        **options: Any,
    ) -> None:
        self.bind = bind
        self.clock = clock
        self.installation = installation or Installation()
        self.after_commit = after_commit
        self._options: dict[str, Any] = {"expire_on_commit": False, **options}

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Commit when the block ends, roll back when it raises. Only edges call this."""
        session = self._open(self.bind)
        with session, session.begin():
            yield session
        owed = session.info.pop("owes", None)
        if owed and self.after_commit:
            self.after_commit(owed)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Look without writing; on SQLite this waits for no writer."""
        bind = self.bind
        if isinstance(bind, Engine):
            bind = bind.execution_options(read_only=True)
        with self._open(bind) as session:
            yield session

    def _open(self, bind: Engine | Connection) -> Session:
        info: dict[str, Any] = {"installation": self.installation}
        if self.clock:
            info["clock"] = self.clock
        return Session(bind, info=info, **self._options)


def owes(session: Session, work: str) -> None:
    """Note that this transaction leaves work behind: ``outbox``, ``compiling``, ``files``."""
    session.info.setdefault("owes", set()).add(work)


def make_engine(url: str) -> Engine:
    """An engine for either size; a SQLite one writes ahead and begins immediately."""
    if url.startswith("sqlite"):
        engine = create_engine(
            url,
            hide_parameters=True,
            connect_args={"timeout": 10, "check_same_thread": False},
        )
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    engine = create_engine(
        url, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": 5}
    )
    event.listen(engine, "handle_error", _without_values)
    return engine


def _without_values(failure: ExceptionContext) -> None:
    """PostgreSQL quotes the row that did not fit: an error is logged, and must name nobody."""
    for problem in (failure.original_exception, failure.sqlalchemy_exception):
        if problem is not None and problem.args:
            said, *rest = problem.args
            problem.args = (str(said).partition("\nDETAIL:")[0], *rest)


def _sqlite_connect(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in (
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = FULL",  # a response acknowledged must survive a power cut
        "busy_timeout = 10000",
        "journal_size_limit = 67108864",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    """One writer at a time from BEGIN on, so that read-check-write is safe."""
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
