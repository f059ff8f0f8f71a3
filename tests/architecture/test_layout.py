"""A newcomer guesses where a thing lives, and is right."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.tree import (
    ENGAGE,
    ROOT,
    TEMPLATES,
    capabilities,
    python_in,
    shown,
    templates_in,
)

PARTS = {
    "lifecycle", "models", "events", "policy", "service", "queries", "forms", "views", "handlers",
}  # fmt: skip
# What a capability is about, when it has a part of its own that is none of the nine.
OWN_PARTS: dict[str, set[str]] = {
    "accounts": {"actor", "identity", "passwords"},
    "challenges": {
        "barriers",
        "checker",
        "data",
        "differences",
        "portals",
        "reference",
        "templates",
        "timetable",
    },
    "files": {"checking"},
    "notices": {"completeness", "copying", "data", "find_a_tender", "mapping", "parsing"},
    "questions": {"anonymity"},
    "notifications": {"rendering"},
    "opendata": {"calendar", "cursors", "shapes"},
    "outcomes": {"wording"},
    "records": {"exports", "sentences"},
    "reports": {"tables"},
    "responses": {"effort"},
    "spaces": {"steps"},
    "workshops": {"calendar"},
}
# Template folders that no capability owns.
ENTRANCES = {"components", "errors", "messages"}


@cache
def words_of_code() -> str:
    """Everything that can name a template: the code, and the templates that include others."""
    return "\n".join(
        path.read_text() for path in [*python_in("engage", "workers"), *templates_in()]
    )


@pytest.mark.parametrize("folder", capabilities(), ids=shown)
def test_a_capability_has_the_same_few_files(folder: Path) -> None:
    here = {
        path.stem
        for path in folder.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    strangers = here - PARTS - OWN_PARTS.get(folder.name, set()) - {"__init__"}
    assert not strangers, f"{shown(folder)}: {sorted(strangers)}"


def parts_of(folder: Path, *names: str) -> list[Path]:
    """The files of these parts, whether each is a module or has become a package."""
    return [
        path
        for path in folder.rglob("*.py")
        if path.relative_to(folder).parts[0].removesuffix(".py") in names
    ]


@pytest.mark.parametrize("folder", capabilities(), ids=shown)
def test_a_capability_has_its_mirrors(folder: Path) -> None:
    works = any(parts_of(folder, "service", "queries"))
    assert not works or (ROOT / "tests" / folder.name).is_dir(), f"tests/{folder.name} is missing"
    shows = any("page(" in path.read_text() for path in parts_of(folder, "views"))
    assert not shows or (TEMPLATES / folder.name).is_dir(), f"templates/{folder.name} is missing"


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "manager", "misc"])
def test_no_room_is_called(name: str) -> None:
    found = [path for path in python_in("engage", "workers") if name in path.with_suffix("").parts]
    assert not found


def test_template_folders_mirror_the_capabilities() -> None:
    known = {folder.name for folder in ENGAGE.iterdir() if folder.is_dir()} | ENTRANCES
    folders = {path.relative_to(TEMPLATES).parts[0] for path in templates_in()}
    assert folders <= known, sorted(folders - known)


@pytest.mark.parametrize("path", templates_in(), ids=shown)
def test_every_template_is_used(path: Path) -> None:
    name = path.relative_to(TEMPLATES)
    if name.parts[0] == "messages":
        stem = name.name.split(".")[0]
        assert re.search(rf"\b{re.escape(stem)}\b", words_of_code()), f"{shown(path)} is never sent"
        return
    wanted = rf"[\"'/]{re.escape(name.as_posix())}[\"']|[\"'](\./)?{re.escape(name.name)}[\"']"
    assert re.search(wanted, words_of_code()), f"{shown(path)} is never rendered"
