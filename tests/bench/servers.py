"""Real processes to measure: web servers, workers, and what they cost."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from engage.commands.running import lean
from tests.services import free_port, wait_for_port

SECRET = "a-secret-that-only-benchmarks-ever-use-0123456789"
ROOT = Path(__file__).parents[2]


def environment(database_url: str, **more: str) -> dict[str, str]:
    settings = {
        "ENGAGE_DATABASE_URL": database_url,
        "ENGAGE_SECRET_KEYS": SECRET,
        "ENGAGE_BASE_URL": "http://127.0.0.1:8000",
        "ENGAGE_DATA": tempfile.gettempdir(),
        "PYTHONPATH": str(ROOT),
    }
    return {**os.environ, **settings, **more}


@contextmanager
def gunicorn(application: str, env: dict[str, str], *, workers: int = 2) -> Iterator["Server"]:
    """Two sync workers, as `engage serve` starts them; stopped by its id at the end."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [
            *(sys.executable, *lean(), "-m", "gunicorn", "--config", "python:engage.serving"),
            *("--bind", f"127.0.0.1:{port}", "--workers", str(workers)),
            *("--log-level", "error", application),
        ],
        env=env,
        cwd=ROOT,
    )
    try:
        wait_for_port(port, seconds=30)
        server = Server(process.pid, port)
        server.wait_until_answering()
        server.started_in = time.perf_counter() - began
        yield server
    finally:
        process.terminate()
        process.wait(30)


class Server:
    """A running server: its address, its processes, the CPU and memory they use."""

    def __init__(self, pid: int, port: int) -> None:
        self.parent = psutil.Process(pid)
        self.port = port
        self.started_in = 0.0

    def wait_until_answering(self) -> None:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/help", timeout=5).read()
                return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("the server does not answer")

    def workers(self) -> list[psutil.Process]:
        return self.parent.children(recursive=True)

    def cpu_seconds(self) -> float:
        times = [worker.cpu_times() for worker in self.workers()]
        return sum(time_.user + time_.system for time_ in times)

    def starting_cpu_seconds(self) -> float:
        """Of the process that loads everything, too."""
        own = self.parent.cpu_times()
        return own.user + own.system + self.cpu_seconds()

    def memory_mib(self, *, shared: bool = True) -> list[float]:
        """Resident memory of each worker, with or without what it shares with the other."""
        told = [worker.memory_full_info() for worker in self.workers()]
        return sorted(round((one.rss if shared else one.uss) / 2**20, 1) for one in told)


def database_cpu_seconds() -> float:
    """CPU of every PostgreSQL process on this machine; 0 for SQLite."""
    total = 0.0
    for process in psutil.process_iter(["name", "cpu_times"]):
        if process.info["name"] == "postgres" and process.info["cpu_times"]:
            times = process.info["cpu_times"]
            total += times.user + times.system
    return total
