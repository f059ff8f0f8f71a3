"""Foreign keys point down the rows, as imports do; every key and rule of a table has a name."""

import configparser
import importlib

import pytest
from sqlalchemy import DateTime, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.types import TypeDecorator

from engage.kernel.db import Base, Instant
from tests.architecture.tree import ROOT, python_in


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


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_foreign_keys_point_down(table: Table) -> None:
    heights = rows()
    here = OWNERS[table.name]
    for key in table.foreign_keys:
        there = OWNERS[key.column.table.name]
        assert there == here or heights[there] < heights[here], f"{here} -> {there}: {key}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_has_a_key_and_named_rules(table: Table) -> None:
    assert table.primary_key.columns
    assert all(constraint.name for constraint in table.constraints), table.name
    for constraint in table.constraints:
        assert len(str(constraint.name)) <= 63, f"{constraint.name} is too long for PostgreSQL"
        if isinstance(constraint, UniqueConstraint):
            assert constraint.columns


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_time_is_an_instant(table: Table) -> None:
    for column in table.columns:
        kind = column.type
        assert not isinstance(kind, DateTime), f"{column} would lose its zone"
        if isinstance(kind, TypeDecorator) and isinstance(kind.impl, DateTime):
            assert isinstance(kind, Instant), f"{column}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_rows_of_a_challenge_are_found_fast(table: Table) -> None:
    """What belongs to one challenge has an index, or a rule, that begins with it."""
    if "challenge_id" in {key.parent.name for key in table.foreign_keys}:
        leading = {next(iter(index.columns)).name for index in table.indexes if index.columns}
        leading |= {
            next(iter(rule.columns)).name
            for rule in table.constraints
            if isinstance(rule, UniqueConstraint | PrimaryKeyConstraint)
        }
        assert "challenge_id" in leading, table.name
