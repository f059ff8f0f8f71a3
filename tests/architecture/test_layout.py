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
    listed,
    python_in,
    shown,
    templates_in,
    text,
)

PARTS = {
    "lifecycle", "models", "events", "policy", "service", "queries", "forms", "views", "handlers",
}  # fmt: skip
# What a capability is about, when it has a part of its own that is none of the nine.
OWN_PARTS: dict[str, set[str]] = {
    "reviews": {"conflicts"},
    "accounts": {"actor", "identity", "passwords"},
    "challenges": {
        "barriers",
        "checker",
        "data",
        "differences",
        "lots",
        "portals",
        "reference",
        "templates",
        "timetable",
    },
    "files": {"checking"},
    "findings": {"clustering", "echoes", "independence", "sentences"},
    "handover": {"contents", "manifest", "page", "verify_pack", "wording"},
    "notices": {"completeness", "copying", "data", "find_a_tender", "mapping", "parsing"},
    "questions": {"anonymity", "countdown"},
    "notifications": {"rendering"},
    "opendata": {"calendar", "cursors", "notices", "shapes"},
    "outcomes": {"wording"},
    "records": {"archives", "bundles", "columns", "exports", "sentences", "subjects"},
    "reports": {"manifest", "papers", "reading", "tables", "typesetting"},
    "responses": {"drafts", "effort", "kinds", "receipts"},
    "spaces": {"steps"},
    "suppliers": {"identifiers"},
    "workshops": {"advice", "calendar", "deadlines"},
}
# Template folders that no capability owns.
ENTRANCES = {"components", "errors", "messages"}


@cache
def words_of_code() -> str:
    """Everything that can name a template: the code, and the templates that include others."""
    return "\n".join(text(path) for path in [*python_in("engage", "workers"), *templates_in()])


@cache
def plain_words() -> str:
    """Each run of letters and hyphens of the code, once: a message is named by one of them."""
    return "\n".join(sorted(set(re.findall(r"[\w-]+", words_of_code()))))


@cache
def quoted() -> set[str]:
    """Everything without a space that stands between two quotation marks."""
    return set(re.findall(r"(?<=[\"'])[^\"'\s]+(?=[\"'])", words_of_code()))


@cache
def ends_of_paths() -> set[str]:
    """What stands between a slash and a quotation mark, from each slash on."""
    paths = set(re.findall(r"/([^\"'\s]+)[\"']", words_of_code()))
    return {path.split("/", cut)[cut] for path in paths for cut in range(path.count("/") + 1)}


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


def unused(path: Path) -> str | None:
    """A message is used where its name stands; a page where its address in templates/ does."""
    name = path.relative_to(TEMPLATES)
    if name.parts[0] == "messages":
        stem = name.name.split(".")[0]
        sent = re.search(rf"\b{re.escape(stem)}\b", plain_words())
        return None if sent else f"{shown(path)} is never sent"
    beside = {name.name, f"./{name.name}"}  # a template names its neighbours like this
    used = quoted() & {name.as_posix(), *beside} or name.as_posix() in ends_of_paths()
    return None if used else f"{shown(path)} is never rendered"


def test_every_template_is_used() -> None:
    """Every file of templates/."""
    found = [fault for path in templates_in() if (fault := unused(path))]
    assert not found, listed(found)


def test_a_template_that_nobody_names_is_found() -> None:
    assert unused(TEMPLATES / "messages" / "no-such-message.txt")
    assert unused(TEMPLATES / "reviews" / "no_such_page.html")
