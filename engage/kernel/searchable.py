"""Making the columns of a table searchable, for migrations and for tests.

``engage.kernel.search`` says what a search means, and asks.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, event, text

from engage.kernel.search import ACCENTED, PUNCTUATION, UNACCENTED, plain_name


# S608 below: only names stand in these statements, each after plain_name.
def create_search(
    connection: Connection, table: str, columns: Sequence[str], key: str = "id"
) -> None:
    """Make these columns searchable, rows already there included. The first weighs most.

    SQLite forgets the triggers when Alembic's batch mode rebuilds the table: drop before,
    create after.
    """
    names = [plain_name(name) for name in columns]
    write = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql
    for statement in write(plain_name(table), names, plain_name(key)):
        connection.execute(text(statement.replace(":", r"\:")))


def drop_search(connection: Connection, table: str) -> None:
    """Undo create_search."""
    name = plain_name(table)
    statements = [
        f"DROP INDEX IF EXISTS {name}_search_idx",
        f"ALTER TABLE {name} DROP COLUMN IF EXISTS search",
    ]
    if connection.dialect.name == "sqlite":
        happenings = ("insert", "update", "delete")
        statements = [f"DROP TRIGGER IF EXISTS {name}_search_{verb}" for verb in happenings]
        statements += [f"DROP TABLE IF EXISTS {name}_search{part}" for part in ("_key", "")]
    for statement in statements:
        connection.execute(text(statement))


def search_with(table: Table, columns: Sequence[str], key: str = "id") -> None:
    """Make ``metadata.create_all`` create the search of this table too."""

    @event.listens_for(table, "after_create")
    def create(_target: Table, connection: Connection, **_kw: Any) -> None:
        create_search(connection, table.name, columns, key)

    @event.listens_for(table, "before_drop")
    def drop(_target: Table, connection: Connection, **_kw: Any) -> None:
        drop_search(connection, table.name)


def _on_sqlite(table: str, columns: Sequence[str], key: str) -> list[str]:
    """A table of its own, because a UUID key is not a rowid, and VACUUM changes rowids.

    A second one knows the row of each key: FTS5 has no index to find it by.
    """
    listed = ", ".join(columns)
    fresh = ", ".join(f"new.{column}" for column in columns)
    index = f"{table}_search"
    row = f"SELECT row FROM {index}_key WHERE {key} = old.{key}"  # noqa: S608
    forget = (
        f"DELETE FROM {index} WHERE rowid = ({row}); "  # noqa: S608
        f"DELETE FROM {index}_key WHERE {key} = old.{key}"
    )
    remember = (
        f"INSERT INTO {index}({key}, {listed}) VALUES (new.{key}, {fresh}); "  # noqa: S608
        f"INSERT INTO {index}_key VALUES (new.{key}, last_insert_rowid())"
    )
    return [
        f"CREATE VIRTUAL TABLE {index} USING fts5({key} UNINDEXED, {listed}, "
        "tokenize = 'porter unicode61 remove_diacritics 2')",
        f"CREATE TABLE {index}_key ({key} PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID",
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {remember}; END",
        f"CREATE TRIGGER {index}_update AFTER UPDATE OF {key}, {listed} ON {table} "
        f"BEGIN {forget}; {remember}; END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {forget}; END",
        f"INSERT INTO {index}({key}, {listed}) SELECT {key}, {listed} FROM {table}",  # noqa: S608
        f"INSERT INTO {index}_key SELECT {key}, rowid FROM {index}",  # noqa: S608
    ]


def _on_postgresql(table: str, columns: Sequence[str], key: str) -> list[str]:
    """Punctuation is taken out first: the parser would keep addresses and hyphenations whole."""
    signs = PUNCTUATION.replace("'", "''")
    vectors = [
        f"setweight(to_tsvector('english', translate({_unaccented(column)}, '{signs}', "
        f"'{' ' * len(PUNCTUATION)}')), '{'B' if place else 'A'}')"
        for place, column in enumerate(columns)
    ]
    return [
        f"ALTER TABLE {table} ADD COLUMN search tsvector "
        f"GENERATED ALWAYS AS ({' || '.join(vectors)}) STORED",
        f"CREATE INDEX {table}_search_idx ON {table} USING gin (search)",
    ]


def _unaccented(column: str) -> str:
    """Most texts are ASCII, and looking each letter up among all accented ones costs 3 ms a row."""
    text = f"coalesce({column}, '')"
    return (
        f"CASE WHEN octet_length({text}) = char_length({text}) THEN {text} "
        f"ELSE translate({text}, '{ACCENTED}', '{UNACCENTED}') END"
    )
