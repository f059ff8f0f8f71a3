"""Bring a database to the present shape, with Alembic; every revision runs on both databases."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from engage.kernel.db import make_engine
from engage.kernel.places import shipped


def configuration(url: str) -> Config:
    """Alembic's configuration, made here so that no file has to be found at run time."""
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Apply what is missing; nothing when all is there."""
    command.upgrade(configuration(url), revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Undo revisions; data in dropped tables is gone."""
    command.downgrade(configuration(url), revision)


def is_current(url: str) -> bool:
    """Whether the database has the shape that this code expects."""
    head = ScriptDirectory.from_config(configuration(url)).get_current_head()
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == head
    finally:
        engine.dispose()
