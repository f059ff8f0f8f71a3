"""Only the kernel's clock asks what time it is; everything else is told."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import listed, parsed, python_in, shown, text

CLOCKS = {"engage/kernel/clock.py"}
ASKING = {"now", "utcnow", "today", "utcfromtimestamp"}
OWNERS = {"datetime", "date"}


def asks_the_time(node: ast.AST) -> bool:
    """``datetime.now()``, ``date.today()`` and their relations, with or without a zone."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    owner = node.func.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return node.func.attr in ASKING and name in OWNERS


def askings(path: Path) -> list[str]:
    """Where a file asks; only one that has such a word in it is read closely."""
    if not any(name in text(path) for name in ASKING):
        return []
    return [
        f"{shown(path)}:{node.lineno}: take `at`, or use engage.kernel.clock"
        for node in ast.walk(parsed(path))
        if asks_the_time(node) and isinstance(node, ast.Call)
    ]


def test_time_is_passed_in() -> None:
    """Every call in every file of engage, workers and migrations, except the kernel's clock."""
    paths = [p for p in python_in("engage", "workers", "migrations") if shown(p) not in CLOCKS]
    asking = [found for path in paths for found in askings(path)]
    assert not asking, listed(asking)


@pytest.mark.parametrize("code", ["datetime.now()", "datetime.datetime.now(UTC)", "date.today()"])
def test_the_check_sees_it(code: str) -> None:
    assert any(map(asks_the_time, ast.walk(ast.parse(code))))


def test_the_check_leaves_the_kernels_clock_alone() -> None:
    assert not any(map(asks_the_time, ast.walk(ast.parse("clock.now(session)"))))
