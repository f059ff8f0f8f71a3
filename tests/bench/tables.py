"""Taking responses away: CSV, read and sent piece by piece."""

import http.client
import statistics
import time
from typing import Any

from tests.bench.reading import OURS, application, officers_cookie
from tests.bench.seed import MANY, TABLE, World
from tests.bench.servers import Server, environment, gunicorn

ROUNDS = 9


def measure(url: str, world: World) -> dict[str, Any]:
    cookie = officers_cookie(application(url), world)
    small = f"/desk/challenges/{world.table_reference}/responses.csv"
    large = f"/desk/challenges/{world.closed_reference}/responses.csv"
    with gunicorn(OURS, environment(url)) as server:
        return {
            "csv_1000_rows": _taken(server, small, cookie, TABLE["responses"]),
            "csv_3000_long_rows": _taken(server, large, cookie, MANY["responses"]),
        }


def _taken(server: Server, path: str, cookie: str, rows: int) -> dict[str, float]:
    _fetched(server, path, cookie, rows)
    before = server.cpu_seconds()
    times = [_fetched(server, path, cookie, rows) for _ in range(ROUNDS)]
    cpu = 1000 * (server.cpu_seconds() - before) / ROUNDS
    return {
        "bytes": times[0][0],
        "first_byte_ms": round(statistics.median(each[1] for each in times), 1),
        "whole_ms": round(statistics.median(each[2] for each in times), 1),
        "lowest_ms": round(min(each[2] for each in times), 1),
        "cpu_ms": round(cpu, 1),
    }


def _fetched(server: Server, path: str, cookie: str, rows: int) -> tuple[int, float, float]:
    """Bytes, and milliseconds to the first and to the last of them."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    began = time.perf_counter()
    try:
        connection.request("GET", path, headers={"Cookie": f"engage={cookie}"})
        answer = connection.getresponse()
        first = time.perf_counter() - began
        body = answer.read()
    finally:
        connection.close()
    whole = time.perf_counter() - began
    if answer.status != 200 or body.count(b"Firm ") < rows:
        raise AssertionError(f"{path}: {answer.status}, {body.count(b'Firm ')} rows")
    return len(body), 1000 * first, 1000 * whole
