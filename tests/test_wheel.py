"""The wheel alone is enough: installed into an empty environment, it runs the demonstration."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engage.demo import PASSWORD
from tests.architecture.tree import ROOT
from tests.browsing import Browser
from tests.services import free_port, wait_for_port
from tests.workers.working import within

pytestmark = [pytest.mark.slow, pytest.mark.services, pytest.mark.timeout(900)]

SOURCES = ("engage", "workers", "templates", "migrations")


def run(*words: str | Path, cwd: Path) -> None:
    answer = subprocess.run(words, capture_output=True, text=True, check=False, cwd=cwd)
    assert answer.returncode == 0, answer.stdout[-3000:] + answer.stderr[-3000:]


def sources_in(folder: Path) -> Path:
    """A copy to build from: building leaves things behind, and old ones would get in."""
    for name in SOURCES:
        copy = folder / name
        shutil.copytree(ROOT / name, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file() and not path.name.startswith("."):
            shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def engage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, in an environment that holds the wheel, what it asks for, and nothing else."""
    home = tmp_path_factory.mktemp("wheel")
    sources = sources_in(home / "sources")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", home, sources, cwd=home)
    shutil.rmtree(sources)
    run(sys.executable, "-m", "venv", "--without-pip", home / "venv", cwd=home)
    pip = (sys.executable, "-m", "pip", "--python", home / "venv/bin/python")
    run(*pip, "install", "--quiet", "--no-compile", next(home.glob("*.whl")), cwd=home)
    return home / "venv/bin/engage"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def process(engage: Path, here: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    process = subprocess.Popen(
        [engage, "run", "--demo", "--port", str(port)],
        cwd=here,
        env={**kept, "ENGAGE_DATA": str(here / "data")},
    )
    try:
        wait_for_port(port, seconds=120)
        yield process
    finally:
        process.kill()
        process.wait(30)


@pytest.fixture
def browser(process: "subprocess.Popen[bytes]", port: int) -> Browser:
    assert process.poll() is None
    return Browser(f"http://127.0.0.1:{port}")


@pytest.fixture
def officer(browser: Browser) -> Browser:
    browser.submit("/sign-in", {"email": "officer@marlbury.example", "password": PASSWORD})
    return browser


def test_it_is_well_as_soon_as_it_answers(browser: Browser) -> None:
    well = json.loads(browser.get("/healthz").text)
    assert set(well.values()) == {"well"}


def test_its_pages_styles_and_scripts_came_along(browser: Browser) -> None:
    page = browser.get("/challenges")
    assert "Damp homes found before families fall ill" in page.words
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert any(part.endswith(".css") for part in parts)
    for part in parts:
        assert browser.get(part).data, part


def test_its_reference_data_came_along(officer: Browser) -> None:
    page = officer.get("/challenges/MBC-2026-004")
    code = re.search(r"\b\d{8}\b[ ,:–-]+\w+", page.words)
    assert code, "no CPV code with its name in words"


def test_its_e_mails_came_along(officer: Browser) -> None:
    """Templates of messages are shipped too: the demonstration has sent some."""
    within(60, lambda: "@" in officer.get("/mail").words)


def test_its_password_list_came_along(engage: Path) -> None:
    shipped = list(engage.parents[1].glob("lib/*/site-packages/engage/accounts/data/*.txt"))
    assert shipped


def test_it_writes_only_where_it_was_told(officer: Browser, here: Path) -> None:
    officer.get("/desk")
    assert [path.name for path in here.iterdir()] == ["data"]


def test_it_stops_in_order(process: "subprocess.Popen[bytes]", browser: Browser) -> None:
    browser.get("/")
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
