"""One Chromium for all of these tests, and a server on a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from engage.app import create_app
from engage.kernel.db import Sessions
from engage.settings import Settings
from tests.browser.stages import InWindows, served
from tests.services import Clock

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
]


@pytest.fixture
def dialect() -> str:
    """What a page shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def browser(chromium: str) -> Iterator[Chromium]:
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield running
        running.close()


@pytest.fixture
def stage(
    settings: Settings, fresh_sessions: Sessions, clock: Clock, browser: Chromium, tmp_path: Path
) -> Iterator[InWindows]:
    app = create_app(settings, sessions=fresh_sessions)
    with served(app) as base:
        yield InWindows(app, fresh_sessions, settings, clock, browser, base)
