"""Nothing grows past what one person reads in one go, and no function hides an import.

Each test walks every file it is about and names every offender: file, line, rule.
"""

import ast
from pathlib import Path

from tests.architecture.tree import functions, imports, listed, parsed, python_in, shown, text

CODE = python_in("engage", "workers", "migrations")
TESTS = python_in("tests")
LINES_OF_CODE, LINES_OF_TESTS, LINES_OF_FUNCTION = 300, 500, 30


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def is_migration_step(path: Path, name: str) -> bool:
    """Only a revision's upgrade and downgrade may be long: they are lists of tables."""
    return "versions" in path.parts and name in {"upgrade", "downgrade"}


def longer_than(lines: int, paths: list[Path]) -> list[str]:
    lengths = {shown(path): len(text(path).splitlines()) for path in paths}
    return [f"{name}: {has} lines, not {lines}" for name, has in lengths.items() if has > lines]


def test_a_file_is_short() -> None:
    """Every file of engage, workers and migrations, except the revisions."""
    long = longer_than(LINES_OF_CODE, [path for path in CODE if "versions" not in path.parts])
    assert not long, listed(long)


def test_a_test_file_is_short() -> None:
    """Every file of tests."""
    long = longer_than(LINES_OF_TESTS, TESTS)
    assert not long, listed(long)


def test_functions_are_short() -> None:
    """Every function of engage, workers, migrations and tests, nested ones as well."""
    long = [
        f"{shown(path)}:{node.lineno}: {node.name} has {length(node)} lines"
        for path in CODE + TESTS
        for node in functions(path)
        if length(node) > LINES_OF_FUNCTION and not is_migration_step(path, node.name)
    ]
    assert not long, listed(long)


def test_no_import_hides_in_a_function() -> None:
    """Every function of engage, workers, migrations and tests."""
    hidden = [
        f"{shown(path)}:{node.lineno}: {node.name} imports {', '.join(sorted(imports(node)))}: "
        "an arrow is wrong"
        for path in CODE + TESTS
        for node in functions(path)
        if imports(node)
    ]
    assert not hidden, listed(hidden)


def test_a_module_says_what_it_is_for() -> None:
    """Every file of engage and workers."""
    silent = [shown(path) for path in python_in("engage", "workers") if not says(path)]
    assert not silent, f"no docstring: {listed(silent)}"


def says(path: Path) -> bool:
    return bool(ast.get_docstring(parsed(path)))
