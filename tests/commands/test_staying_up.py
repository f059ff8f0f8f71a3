"""Commands that stay up, as processes: they start, say so, and end in order on SIGTERM."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browsing import Browser
from tests.services import free_port, wait_for_port
from tests.workers.working import within

pytestmark = [pytest.mark.slow, pytest.mark.services]

PATIENCE = 60.0


@contextmanager
def process(*words: str, env: dict[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("wb") as out:
        started = subprocess.Popen(
            [sys.executable, "-m", "engage", *words], env=os.environ | env, stdout=out, stderr=out
        )
    try:
        yield started
    finally:
        started.kill()
        started.wait(30)


def says(log: Path, sentence: str) -> None:
    within(PATIENCE, lambda: sentence in log.read_text())


def ends_in_order(started: "subprocess.Popen[bytes]", log: Path) -> str:
    started.send_signal(signal.SIGTERM)
    code = started.wait(PATIENCE)
    words = log.read_text()
    assert code == 0, words
    assert "Traceback" not in words
    return words


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_everything_in_one_process(env: dict[str, str], tmp_path: Path) -> None:
    log, port = tmp_path / "log", free_port()
    with process("run", "--port", str(port), env=env, log=log) as started:
        says(log, f"engage is ready at http://127.0.0.1:{port}")
        browser = Browser(f"http://127.0.0.1:{port}")
        assert '"worker":"well"' in browser.get("/healthz").text
        browser.get("/challenges")
        assert ends_in_order(started, log).endswith("Stopped.\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "log"]


def test_the_worker_and_the_timetable(
    env: dict[str, str], fresh_database_url: str, redis_url: str, tmp_path: Path
) -> None:
    if fresh_database_url.startswith("sqlite"):
        redis_url = "memory://"
    env = {**env, "ENGAGE_BROKER_URL": redis_url}
    logs = {name: tmp_path / f"{name}.log" for name in ("worker", "beat")}
    with (
        process("worker", env=env, log=logs["worker"]) as worker,
        process("beat", env=env, log=logs["beat"]) as beat,
    ):
        for name, log in logs.items():
            says(log, f"{name} started")
        assert ends_in_order(worker, logs["worker"]).endswith("Stopped.\n")
        ends_in_order(beat, logs["beat"])
    assert not list(tmp_path.glob("celerybeat*"))


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_the_pages_alone_say_that_no_worker_is_there(
    env: dict[str, str], redis_url: str, tmp_path: Path
) -> None:
    log, port = tmp_path / "log", free_port()
    env = {**env, "ENGAGE_BROKER_URL": redis_url, "ENGAGE_WEB_WORKERS": "1"}
    with process("serve", "--port", str(port), env=env, log=log) as started:
        wait_for_port(port, seconds=PATIENCE)
        browser = Browser(f"http://127.0.0.1:{port}")
        assert '"worker":"no sign of life"' in browser.get("/healthz", status=503).text
        ends_in_order(started, log)


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_a_probe_may_ask_by_the_number_of_this_machine(
    env: dict[str, str], redis_url: str, tmp_path: Path
) -> None:
    """The check inside a container asks 127.0.0.1, whatever the public name is."""
    log, port = tmp_path / "log", free_port()
    env = {**env, "ENGAGE_BASE_URL": "https://engage.example.org", "ENGAGE_WEB_WORKERS": "1"}
    with process("serve", "--port", str(port), env=env, log=log) as started:
        wait_for_port(port, seconds=PATIENCE)
        browser = Browser(f"http://127.0.0.1:{port}")
        browser.get("/healthz", status=503)
        ends_in_order(started, log)
