"""Commands that stay up: everything in one process, or each part on its own."""

import os
import signal
import socket
import sys
import threading
from dataclasses import replace
from importlib.util import cache_from_source
from pathlib import Path
from types import FrameType

import click
import sqlalchemy
from waitress import create_server

from engage import demo as demonstration
from engage.commands import started
from engage.settings import Settings
from engage.wsgi import application
from workers import runtime
from workers.app import celery, connect
from workers.process import IN_MEMORY, working

THREADS = 8
PORT = click.IntRange(1, 65535)
IN_PROCESS = "memory://localhost"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORT, default=8000, show_default=True)
@click.option("--demo", is_flag=True, help="Fictional councils to try everything with.")
def run(host: str, port: int, demo: bool) -> None:
    """Start everything in this one process: web, worker and timetable."""
    _require_free(host, port)
    _own_address(host, port, demo)
    chosen = replace(started.settings(demo=demo), broker_url=IN_PROCESS)
    started.migrated(chosen)
    if chosen.demo:
        click.echo("Making sure the demonstration is there: some seconds the first time.")
        with started.sessions(chosen) as sessions:
            started.demonstration(chosen, sessions)
    _app_less(chosen)
    app = application(chosen)
    with working(threads=chosen.worker_threads, beat=True, wait=10):
        server = create_server(app, host=host, port=port, threads=THREADS, ident=None)
        _stop_orderly()
        click.echo(f"engage is ready at http://{host}:{port}")
        if chosen.demo:
            click.echo(_who_can_sign_in())
            click.echo(f"Every e-mail can be read at {chosen.base_url}/mail")
        server.run()
        server.close()
    click.echo("Stopped.")


def _require_free(host: str, port: int) -> None:
    """Ask before the work of starting: a demonstration takes seconds to make."""
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as problem:
        raise click.UsageError(
            f"Nothing can listen at {host}:{port} ({problem.strerror}). Choose another port: "
            "engage run --port 8123, or make run PORT=8123."
        ) from problem


def _own_address(host: str, port: int, demo: bool) -> None:
    """In the demonstration links lead to where this process listens."""
    if demo:
        os.environ.setdefault("ENGAGE_BASE_URL", f"http://{host}:{port}")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORT, default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the pages with gunicorn (full size); workers and beat run beside it."""
    chosen = started.settings()
    arguments = [
        *(sys.executable, *lean(), "-m", "gunicorn", "--config", "python:engage.serving"),
        *("--bind", f"{host}:{port}", "--workers", str(chosen.web_workers)),
    ]
    os.execv(sys.executable, arguments)  # noqa: S606  (gunicorn takes this process over)


def lean() -> list[str]:
    """What starts Python without documentation strings: 5 MB less in each process of pages.

    Only where the installation was compiled for it (``python -OO -m compileall``); otherwise
    each start would compile everything.
    """
    compiled = cache_from_source(sqlalchemy.__file__, optimization=2)
    return ["-OO"] if Path(compiled).exists() else []


@click.command()
def worker() -> None:
    """Work through what is owed (full size); start as many as you like."""
    chosen = started.settings()
    _app_less(chosen)
    stop = _stop_event()
    with working(threads=chosen.worker_threads):
        click.echo("worker started")
        stop.wait()
    click.echo("Stopped.")


@click.command()
def beat() -> None:
    """Ring the bells of the timetable (full size); a second one does no harm."""
    _app_less(started.settings())
    service = celery.Beat(
        quiet=True,
        loglevel="WARNING",
        redirect_stdouts=False,
        scheduler_cls=IN_MEMORY,
    )
    click.echo("beat started")
    service.run()


def _app_less(chosen: Settings) -> None:
    connect(chosen.broker_url)
    runtime.use(chosen)


def _stop_event() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _stop_orderly() -> None:
    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)  # waitress's loop takes it as an orderly stop

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)


def _who_can_sign_in() -> str:
    people = [
        f"  {role.value:<22} {local}@marlbury.example" for local, role, _ in demonstration.STAFF
    ]
    return "\n".join(
        [
            f"Sign in with one of these; the password is: {demonstration.PASSWORD}",
            *people,
            "  operator               operator@engage.example",
            "  supplier               supplier@alder-systems.example",
        ]
    )
