"""Measure everything on both databases: ``make bench`` (``ARGS="sqlite reading"`` for a part).

Writes ``bench-results/<date>-<dialect>.json`` and prints a table.
"""

import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from engage.kernel.db import Sessions, make_engine
from engage.kernel.migrating import upgrade
from tests.bench import (
    compiling,
    matching,
    packages,
    reading,
    rushing,
    searching,
    seed,
    sending,
    submitting,
    tables,
    themes,
    verifying,
)
from tests.bench.seed import World
from tests.services import UNSAFE_BUT_FAST, postgres

RESULTS = Path("bench-results")
DIALECTS = ("sqlite", "postgresql")
PARTS: dict[str, Callable[[str, World], dict[str, Any]]] = {
    "reading": reading.measure,
    "submitting": submitting.measure,
    "rushing": rushing.measure,
    "tables": tables.measure,
    "packages": packages.measure,
    "sending": sending.measure,
    "searching": searching.measure,
    "matching": matching.measure,
    "themes": themes.measure,
    "compiling": compiling.measure,
    "verifying": verifying.measure,
}


def main(words: list[str]) -> None:
    dialects = [word for word in words if word in DIALECTS] or DIALECTS
    parts = [word for word in words if word in PARTS] or list(PARTS)
    for dialect in dialects:
        with database(dialect) as url:
            upgrade(url)
            sessions = Sessions(make_engine(url))
            world = seed.fill(sessions)
            _settled(sessions)
            result: dict[str, Any] = {"machine": _machine(dialect)}
            for part in parts:
                result[part] = PARTS[part](url, world)
                _show(dialect, part, result[part])
            sessions.bind.engine.dispose()
        _write(dialect, result)


@contextmanager
def database(dialect: str) -> Iterator[str]:
    """An empty database as durable as in production: every commit waits for the disk."""
    if dialect == "sqlite":
        with tempfile.TemporaryDirectory(prefix="engage-bench-") as home:
            yield f"sqlite:///{home}/bench.db"
    else:
        with postgres() as url:
            address = url.replace("postgresql+psycopg://", "postgresql://", 1)
            with psycopg.connect(address, autocommit=True) as connection:
                for name in UNSAFE_BUT_FAST:
                    connection.execute(f"ALTER SYSTEM RESET {name}".encode())
                connection.execute("SELECT pg_reload_conf()")
            yield url


def _settled(sessions: Sessions) -> None:
    """As it is after some hours: statistics are there, nothing is left to tidy."""
    with sessions.bind.engine.connect() as connection:
        connection.commit()
        driver: Any = connection.connection.driver_connection
        if connection.dialect.name == "postgresql":
            driver.autocommit = True
        driver.execute("ANALYZE")


def _machine(dialect: str) -> dict[str, Any]:
    return {
        "dialect": dialect,
        "durable": True,
        "cores": os.cpu_count(),
        "load_before": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _show(dialect: str, part: str, result: dict[str, Any]) -> None:
    lines = [f"\n{dialect}: {part}"]
    for name, value in result.items():
        lines.append(f"  {name}")
        rows = value.items() if isinstance(value, dict) else [("", value)]
        lines.extend(f"    {key:<18} {shown}" for key, shown in rows)
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _write(dialect: str, result: dict[str, Any]) -> None:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC):%Y-%m-%d}-{dialect}.json"
    path.write_text(json.dumps(result, indent=2) + "\n")
    sys.stdout.write(f"\n{path}\n")


main(sys.argv[1:])
