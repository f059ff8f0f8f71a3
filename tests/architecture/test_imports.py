"""The arrows of setup.cfg, and the workers' short list."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, imports, listed, parsed, python_in, shown

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


@pytest.mark.slow
@pytest.mark.parametrize("first", ["engage.commands", "engage.wsgi", "workers.tasks"])
def test_each_process_can_begin_with_its_own_imports(first: str) -> None:
    """A circle shows only where it is entered first; tests have everything loaded already."""
    answer = subprocess.run(
        [sys.executable, "-c", f"import {first}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr


def test_workers_reach_only_what_they_may() -> None:
    """Every import of every file of workers."""
    wrong = [
        f"{shown(path)}: {name}"
        for path in python_in("workers")
        for name in sorted(imports(parsed(path)))
        if name.startswith("engage.") and not WORKERS_MAY.match(name)
    ]
    assert not wrong, listed(wrong)
