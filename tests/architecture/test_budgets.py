"""Nothing grows past what one person reads in one go."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import functions, parsed, python_in, shown

CODE = python_in("engage", "workers", "migrations")
TESTS = python_in("tests")
LINES_OF_CODE, LINES_OF_TESTS, LINES_OF_FUNCTION = 300, 500, 30


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def is_migration_step(path: Path, name: str) -> bool:
    """Only a revision's upgrade and downgrade may be long: they are lists of tables."""
    return "versions" in path.parts and name in {"upgrade", "downgrade"}


@pytest.mark.parametrize("path", CODE, ids=shown)
def test_a_file_is_short(path: Path) -> None:
    if "versions" not in path.parts:
        assert len(path.read_text().splitlines()) <= LINES_OF_CODE, shown(path)


@pytest.mark.parametrize("path", TESTS, ids=shown)
def test_a_test_file_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LINES_OF_TESTS, shown(path)


@pytest.mark.parametrize("path", CODE + TESTS, ids=shown)
def test_functions_are_short(path: Path) -> None:
    long = {
        f"{node.name} (line {node.lineno})": length(node)
        for node in functions(path)
        if length(node) > LINES_OF_FUNCTION and not is_migration_step(path, node.name)
    }
    assert not long, f"{shown(path)}: {long}"


@pytest.mark.parametrize("path", python_in("engage", "workers"), ids=shown)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(parsed(path)), shown(path)
