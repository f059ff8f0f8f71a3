"""The arrows of setup.cfg, the workers' short list, and no import hidden in a function."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, functions, imports, python_in, shown

CODE = python_in("engage", "workers", "migrations", "tests")
WORKERS_MAY = re.compile(r"engage\.(subscriptions|settings|kernel|\w+\.(service|queries))\b")


def test_arrows_point_down() -> None:
    answer = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("path", python_in("workers"), ids=shown)
def test_workers_reach_only_what_they_may(path: Path) -> None:
    wrong = {
        name
        for name in imports(ast.parse(path.read_text()))
        if name.startswith("engage.") and not WORKERS_MAY.match(name)
    }
    assert not wrong, f"{shown(path)}: {sorted(wrong)}"


@pytest.mark.parametrize("path", CODE, ids=shown)
def test_no_import_hides_in_a_function(path: Path) -> None:
    hidden = {node.name for node in functions(path) if imports(node)}
    assert not hidden, f"{shown(path)}: {sorted(hidden)}: an arrow is wrong"


def test_pages_wait_for_no_other_service() -> None:
    """What asks other services by HTTP is the workers' business; pages start without it."""
    code = "import sys, engage.app; sys.exit('urllib3' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert answer.returncode == 0
