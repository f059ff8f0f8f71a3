"""Taking responses away: CSV, read and sent piece by piece."""

import http.client
import statistics
import time
from typing import Any
from urllib.parse import urlencode

from tests.bench.reading import OURS, application, officers_cookie
from tests.bench.seed import MANY, TABLE, World
from tests.bench.servers import Server, environment, gunicorn
from tests.bench.submitting import Visitor

ROUNDS = 9


def measure(url: str, world: World) -> dict[str, Any]:
    cookie = officers_cookie(application(url), world)
    small = f"/desk/challenges/{world.table_reference}/responses.csv"
    large = f"/desk/challenges/{world.closed_reference}/responses.csv"
    with gunicorn(OURS, environment(url)) as server:
        return {
            "csv_1000_rows": _taken(Officer(server, cookie, small), TABLE["responses"]),
            "csv_3000_long_rows": _taken(Officer(server, cookie, large), MANY["responses"]),
        }


class Officer:
    """A browser on the list of responses, about to press its button once or more."""

    def __init__(self, server: Server, cookie: str, path: str) -> None:
        self.server, self.path = server, path
        visitor = Visitor(server.port, cookie)
        token = visitor.token(path.removesuffix(".csv"))
        self._headers = {
            "Cookie": f"engage={visitor.cookie}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._body = urlencode({"csrf_token": token})

    def fetch(self, rows: int) -> tuple[int, float, float]:
        """Bytes, and milliseconds to the first and to the last of them."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        began = time.perf_counter()
        try:
            connection.request("POST", self.path, self._body, self._headers)
            answer = connection.getresponse()
            first = time.perf_counter() - began
            body = answer.read()
        finally:
            connection.close()
        whole = time.perf_counter() - began
        if answer.status != 200 or body.count(b"Firm ") < rows:
            raise AssertionError(f"{self.path}: {answer.status}, {body.count(b'Firm ')} rows")
        return len(body), 1000 * first, 1000 * whole


def _taken(officer: Officer, rows: int) -> dict[str, float]:
    officer.fetch(rows)
    before = officer.server.cpu_seconds()
    times = [officer.fetch(rows) for _ in range(ROUNDS)]
    cpu = 1000 * (officer.server.cpu_seconds() - before) / ROUNDS
    return {
        "bytes": times[0][0],
        "first_byte_ms": round(statistics.median(each[1] for each in times), 1),
        "whole_ms": round(statistics.median(each[2] for each in times), 1),
        "lowest_ms": round(min(each[2] for each in times), 1),
        "cpu_ms": round(cpu, 1),
    }
