"""Nothing half finished, and nothing that belongs to one machine, is in what we ship."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, shown

FOLDERS = ("engage", "workers", "templates", "migrations", "docs", "deploy", "tools", ".ci")
KINDS = {".py", ".html", ".txt", ".md", ".css", ".js", ".cfg", ".toml", ".yaml", ".sh", ".service"}
VENDORED = re.compile(r"/static/.*(govuk|accessible-autocomplete|moj)")
UNFINISHED = re.compile(
    r"\b(TO" r"DO|FIX" r"ME|XX" r"X|coming" r" soon|not yet implement" r"ed|lorem" r" ipsum)\b",
    re.IGNORECASE,
)
THIS_MACHINE = re.compile(r"/(root|home/[a-z]+|Users/[A-Za-z]+|work)/(?!.*example)")


def texts() -> list[Path]:
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    beside = [path for path in ROOT.iterdir() if path.is_file()]
    return sorted(
        path
        for path in inside + beside
        if path.is_file() and path.suffix in KINDS and not VENDORED.search(shown(path))
    )


@pytest.mark.parametrize("path", texts(), ids=shown)
def test_what_we_ship_is_finished(path: Path) -> None:
    lines = path.read_text().splitlines()
    found = [number for number, line in enumerate(lines, 1) if UNFINISHED.search(line)]
    assert not found, f"{shown(path)}: lines {found}"


@pytest.mark.parametrize("path", texts(), ids=shown)
def test_what_we_ship_knows_no_machine(path: Path) -> None:
    lines = path.read_text().splitlines()
    found = [number for number, line in enumerate(lines, 1) if THIS_MACHINE.search(line)]
    assert not found, f"{shown(path)}: lines {found}"


@pytest.mark.parametrize("text", ["# TODO: later", "Coming soon", "# fixme"])
def test_the_check_sees_it(text: str) -> None:
    assert UNFINISHED.search(text)
