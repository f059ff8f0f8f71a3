"""Only the kernel's clock asks what time it is; everything else is told."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import parsed, python_in, shown

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


@pytest.mark.parametrize("path", python_in("engage", "workers", "migrations"), ids=shown)
def test_time_is_passed_in(path: Path) -> None:
    if shown(path) in CLOCKS:
        return
    lines = [
        n.lineno for n in ast.walk(parsed(path)) if asks_the_time(n) and isinstance(n, ast.Call)
    ]
    assert not lines, f"{shown(path)}: lines {lines}: take `at`, or use engage.kernel.clock"


@pytest.mark.parametrize("code", ["datetime.now()", "datetime.datetime.now(UTC)", "date.today()"])
def test_the_check_sees_it(code: str) -> None:
    assert any(map(asks_the_time, ast.walk(ast.parse(code))))


def test_the_check_leaves_the_kernels_clock_alone() -> None:
    assert not any(map(asks_the_time, ast.walk(ast.parse("clock.now(session)"))))
