"""Nothing half finished, and nothing that belongs to one machine, is in what we ship."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, listed, shown, text

FOLDERS = ("engage", "workers", "templates", "migrations", "docs", "deploy", "tools", ".ci")
KINDS = {".py", ".html", ".txt", ".md", ".css", ".js", ".cfg", ".toml", ".yaml", ".sh", ".service"}
VENDORED = re.compile(r"/static/.*(govuk|accessible-autocomplete|moj)")
UNFINISHED = re.compile(
    r"\b(TO" r"DO|FIX" r"ME|XX" r"X|coming" r" soon|not yet implement" r"ed|lorem" r" ipsum)\b",
    re.IGNORECASE,
)
THIS_MACHINE = re.compile(r"/(root|home/[a-z]+|Users/[A-Za-z]+|work)/(?!.*example)")


@cache
def texts() -> list[Path]:
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    beside = [path for path in ROOT.iterdir() if path.is_file()]
    return sorted(
        path
        for path in inside + beside
        if path.is_file() and path.suffix in KINDS and not VENDORED.search(shown(path))
    )


def places(unwanted: re.Pattern[str]) -> list[str]:
    """File and line of every line, in all that we ship, that holds what is not wanted."""
    return [
        f"{shown(path)}:{number}: {line.strip()}"
        for path in texts()
        for number, line in enumerate(text(path).splitlines(), 1)
        if unwanted.search(line)
    ]


def test_what_we_ship_is_finished() -> None:
    """Every line of every text of these folders and beside them."""
    found = places(UNFINISHED)
    assert not found, listed(found)


def test_what_we_ship_knows_no_machine() -> None:
    """Every line of every text of these folders and beside them."""
    found = places(THIS_MACHINE)
    assert not found, listed(found)


@pytest.mark.parametrize("words", ["# TODO: later", "Coming soon", "# fixme"])
def test_the_check_sees_it(words: str) -> None:
    assert UNFINISHED.search(words)
