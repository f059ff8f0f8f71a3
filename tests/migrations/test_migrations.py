"""Every revision goes up, down and up again on both databases, and ends where the models are."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from engage.kernel.db import Base, make_engine
from engage.kernel.migrating import configuration, downgrade, is_current, upgrade
from tests.architecture.test_tables import OWNERS
from tests.services import Services


def tables(url: str) -> set[str]:
    engine = make_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def is_of_the_models(_thing: object, name: str | None, *_rest: object) -> bool:
    """Full-text search is each database's own, made by engage.kernel.search."""
    return "search" not in (name or "")


@pytest.mark.slow
def test_down_and_up_again(fresh_database_url: str) -> None:
    before = tables(fresh_database_url)
    assert before >= set(OWNERS)
    downgrade(fresh_database_url)
    assert tables(fresh_database_url) <= {"alembic_version"}
    assert not is_current(fresh_database_url)
    upgrade(fresh_database_url)
    assert tables(fresh_database_url) == before
    assert is_current(fresh_database_url)


def test_the_migrations_end_where_the_models_are(fresh_database_url: str) -> None:
    engine = make_engine(fresh_database_url)
    options = {"compare_type": True, "include_object": is_of_the_models}
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, Base.metadata) == []
    finally:
        engine.dispose()


def test_there_is_one_head(services: Services) -> None:
    script = ScriptDirectory.from_config(configuration(f"sqlite:///{services.sqlite_template}"))
    assert len(script.get_heads()) == 1
