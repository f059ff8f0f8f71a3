"""An installation of its own for each test."""

from pathlib import Path

import pytest

from tests.commands.saying import SECRET, Command


@pytest.fixture
def env(tmp_path: Path, fresh_database_url: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.chdir(tmp_path)
    return {
        "ENGAGE_DATA": str(tmp_path / "data"),
        "ENGAGE_DATABASE_URL": fresh_database_url,
        "ENGAGE_SECRET_KEYS": SECRET,
    }


@pytest.fixture
def engage(env: dict[str, str]) -> Command:
    return Command(env)
