"""Foreign keys point down the rows, as imports do; every key and rule of a table has a name."""

import configparser
import importlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, DateTime, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.types import TypeDecorator

from engage.kernel.db import Base, Instant
from tests.architecture.tree import ROOT, listed, python_in


def rows() -> dict[str, int]:
    """How high each package stands; the kernel stands on the ground."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    layers = config["importlinter:contract:arrows"]["layers"].split("\n")
    heights: dict[str, int] = {}
    for height, line in enumerate(reversed([line for line in layers if line.strip()])):
        for name in line.replace(":", "|").split("|"):
            heights[name.strip(" ()")] = height
    return heights


def load_models() -> dict[str, str]:
    """Table name -> the package that owns it."""
    for path in python_in("engage"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "models" in parts or "kernel" in parts:
            importlib.import_module(".".join(parts).removesuffix(".__init__"))
    return {
        mapper.local_table.name: mapper.class_.__module__.split(".")[1]
        for mapper in Base.registry.mappers
        if isinstance(mapper.local_table, Table)
    }


OWNERS = load_models()
TABLES = sorted(Base.metadata.tables.values(), key=lambda table: table.name)


def test_foreign_keys_point_down() -> None:
    """Every foreign key of every table."""
    heights = rows()
    wrong = [
        f"{here} -> {there}: {key.parent} -> {key.column}"
        for table in TABLES
        for key in table.foreign_keys
        for here, there in [(OWNERS[table.name], OWNERS[key.column.table.name])]
        if there != here and heights[there] >= heights[here]
    ]
    assert not wrong, listed(wrong)


def of_key_and_rules(table: Table) -> Iterator[str]:
    if not table.primary_key.columns:
        yield f"{table.name} has no key"
    for rule in table.constraints:
        if not rule.name:
            yield f"{table.name}: {rule!r} has no name"
        if len(str(rule.name)) > 63:
            yield f"{table.name}: {rule.name} is too long for PostgreSQL"
        if isinstance(rule, UniqueConstraint) and not rule.columns:
            yield f"{table.name}: {rule.name} is about no column"


def test_a_table_has_a_key_and_named_rules() -> None:
    """Every constraint of every table."""
    wrong = [fault for table in TABLES for fault in of_key_and_rules(table)]
    assert not wrong, listed(wrong)


def of_time(column: Column[Any]) -> Iterator[str]:
    kind = column.type
    if isinstance(kind, DateTime):
        yield f"{column} would lose its zone"
    decorated = isinstance(kind, TypeDecorator) and isinstance(kind.impl, DateTime)
    if decorated and not isinstance(kind, Instant):
        yield f"{column} is no Instant"


def test_a_time_is_an_instant() -> None:
    """Every column of every table."""
    wrong = [fault for table in TABLES for column in table.columns for fault in of_time(column)]
    assert not wrong, listed(wrong)


def leading(table: Table) -> set[str]:
    """The columns that an index or a rule of a table begins with."""
    rules = [r for r in table.constraints if isinstance(r, UniqueConstraint | PrimaryKeyConstraint)]
    return {next(iter(each.columns)).name for each in [*table.indexes, *rules] if each.columns}


def test_the_rows_of_a_challenge_are_found_fast() -> None:
    """What belongs to one challenge has an index, or a rule, that begins with it."""
    slow = [
        table.name
        for table in TABLES
        if "challenge_id" in {key.parent.name for key in table.foreign_keys}
        and "challenge_id" not in leading(table)
    ]
    assert not slow, listed(slow)


def test_every_table_is_walked() -> None:
    """What finds nothing has looked at something: no table is without an owner."""
    assert len(TABLES) > 50
    assert {table.name for table in TABLES} <= OWNERS.keys()
