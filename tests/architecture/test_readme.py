"""What we tell newcomers is true: links lead somewhere, commands exist, the picture is the code."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

from engage.app import create_app
from engage.commands import main
from engage.settings import Settings, read
from tests.architecture.tree import ENGAGE, ROOT, shown

README = ROOT / "README.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
GUIDES = sorted((ROOT / "docs" / "guide").glob("*.md"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
ADDRESS = re.compile(r"`(/[a-z][^`\s]*)`")
MAKE = re.compile(r"(?:^ {4}|`)make ([a-z]+)", re.M)
COMMAND = re.compile(r"(?:^ {4}|`)engage ([a-z-]+)", re.M)


def slug(heading: str) -> str:
    """The anchor a code host gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    return {slug(line.lstrip("#")) for line in path.read_text().splitlines() if line[:1] == "#"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_every_link_inside_the_house_leads_somewhere(path: Path) -> None:
    for link in LINK.findall(path.read_text()):
        if re.match(r"(https?|mailto):", link):
            continue
        target, _, anchor = link.partition("#")
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), f"{shown(path)}: {link}"
        assert not anchor or anchor in anchors(there), f"{shown(path)}: {link}"


def drawn() -> list[set[str]]:
    found = re.search(r"^```text arrows\n(.*?)^```", README.read_text(), re.M | re.S)
    assert found, "the README has no diagram of the arrows"
    return [set(re.split(r" {2,}", row)[0].split(" | ")) for row in found[1].splitlines()]


def kept() -> list[set[str]]:
    """The rows import-linter holds, with the names that are there."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    rows = config["importlinter:contract:arrows"]["layers"].split("\n")
    here = {path.stem for path in ENGAGE.iterdir()} - {"__main__"}
    named = [set(re.findall(r"\w+", row)) & here for row in rows]
    return [row for row in named if row]


def test_the_picture_is_the_contract() -> None:
    assert drawn() == kept()


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_every_command_exists(path: Path) -> None:
    text = path.read_text()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(MAKE.findall(text)) <= targets
    assert set(COMMAND.findall(text)) <= set(main.commands)


def test_every_command_is_documented() -> None:
    named = set(COMMAND.findall((ROOT / "docs" / "operating.md").read_text()))
    assert named == set(main.commands)


def test_every_setting_is_in_the_table() -> None:
    asked: set[str] = set()

    class Asked(dict[str, str]):
        def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
            asked.add(name)
            return default

    read(Asked())
    table = (ROOT / "docs" / "operating.md").read_text()
    assert set(re.findall(r"^\| `(ENGAGE_\w+)`", table, re.M)) == asked


@pytest.mark.parametrize(
    "path",
    [ROOT / "compose.yaml", ROOT / "Dockerfile", ROOT / "deploy/systemd/engage.env.example"],
    ids=shown,
)
def test_deployments_name_only_settings_there_are(path: Path) -> None:
    table = (ROOT / "docs" / "operating.md").read_text()
    named = set(re.findall(r"ENGAGE_[A-Z_]+", path.read_text()))
    assert named <= set(re.findall(r"`(ENGAGE_\w+)`", table))


@pytest.fixture(scope="module")
def pages() -> set[str]:
    """Every address, with … where a reference or an id stands."""
    app = create_app(Settings(secret_keys=("a secret that only these tests ever use, 42",)))
    return {re.sub(r"<[^>]*>", "…", rule.rule) for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize("path", [README, *GUIDES], ids=shown)
def test_every_address_of_a_guide_is_a_page(path: Path, pages: set[str]) -> None:
    assert set(ADDRESS.findall(path.read_text())) <= pages


@pytest.mark.parametrize("path", sorted((ROOT / "docs/decisions").glob("*.md")), ids=shown)
def test_every_decision_says_what_why_and_what_was_rejected(path: Path) -> None:
    text = path.read_text()
    assert re.match(rf"# {int(path.name[:4])}\. \S", text)
    for part in ("**What.**", "**Why.**", "**Rejected.**"):
        assert part in text, part
