"""How Alembic reaches the database: the same on SQLite and PostgreSQL."""

import importlib
from pathlib import Path

from alembic import context
from sqlalchemy import MetaData

import engage
from engage.kernel import leases, outbox, seal  # noqa: F401  (their tables)
from engage.kernel.db import Base, make_engine


def all_tables() -> MetaData:
    for part in Path(engage.__file__).parent.iterdir():
        if (part / "models.py").exists() or (part / "models").is_dir():
            importlib.import_module(f"engage.{part.name}.models")
    return Base.metadata


def run() -> None:
    engine = make_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=all_tables(),
            render_as_batch=True,
            include_object=lambda thing, name, kind, *_: "search" not in (name or ""),
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    engine.dispose()


run()
