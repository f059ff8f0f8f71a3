"""How Alembic reaches the database: the same on SQLite and PostgreSQL."""

import importlib
from pathlib import Path

from alembic import context
from sqlalchemy import Connection, MetaData

import engage
from engage.kernel import daily, leases, outbox, retention, seal  # noqa: F401  (their tables)
from engage.kernel.db import Base, make_engine


def all_tables() -> MetaData:
    for part in Path(engage.__file__).parent.iterdir():
        if (part / "models.py").exists() or (part / "models").is_dir():
            importlib.import_module(f"engage.{part.name}.models")
    return Base.metadata


def let_go_of_keys(connection: Connection) -> None:
    """SQLite rebuilds a table by dropping it: what hangs from its rows must stay meanwhile."""
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()  # outside a transaction, or it does nothing
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.close()


def require_whole_keys(connection: Connection) -> None:
    """Nothing may hang in the air afterwards."""
    if connection.dialect.name == "sqlite":
        torn = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if torn is not None:
            raise RuntimeError(f"a row of {torn[0]} refers to one of {torn[2]} that is gone")


def run() -> None:
    engine = make_engine(context.config.attributes["url"])
    try:
        with engine.connect() as connection:
            let_go_of_keys(connection)
            context.configure(
                connection=connection,
                target_metadata=all_tables(),
                render_as_batch=True,
                include_object=lambda thing, name, kind, *_: "search" not in (name or ""),
            )
            with context.begin_transaction():
                context.run_migrations()
            require_whole_keys(connection)
            connection.commit()
    finally:
        engine.dispose()


run()
