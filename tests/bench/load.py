"""A bounded load from several threads, and what came of it."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Outcome:
    requests: int
    per_second: float
    p50_ms: float
    p95_ms: float
    bytes: int

    def as_json(self) -> dict[str, float]:
        return {name: round(value, 2) for name, value in asdict(self).items()}


def get(port: int, path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def pages(
    port: int,
    path: str,
    *,
    requests: int,
    marker: str,
    headers: Mapping[str, str] | None = None,
    concurrency: int = 8,
) -> Outcome:
    """``requests`` GETs of one page; raises when an answer is not 200 or lacks ``marker``."""
    size = [0]

    def one(_number: int) -> None:
        status, body = get(port, path, headers or {})
        if status != 200 or marker.encode() not in body:
            raise AssertionError(f"{path}: {status} without {marker!r}")
        size[0] = len(body)

    return run(one, times=requests, concurrency=concurrency, size=size)


def run(
    work: Callable[[int], None], *, times: int, concurrency: int = 8, size: list[int] | None = None
) -> Outcome:
    """Do ``work(number)`` ``times`` times from several threads; the first failure is raised."""
    crowd = Crowd(work, times)
    threads = [threading.Thread(target=crowd.one) for _ in range(concurrency)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    if crowd.failures:
        raise crowd.failures[0]
    took = sorted(crowd.took)
    return Outcome(
        requests=times,
        per_second=times / elapsed,
        p50_ms=1000 * statistics.median(took),
        p95_ms=1000 * took[int(len(took) * 0.95) - 1],
        bytes=size[0] if size else 0,
    )


class Crowd:
    """Threads that share the work."""

    def __init__(self, work: Callable[[int], None], times: int) -> None:
        self.took: list[float] = []
        self.failures: list[BaseException] = []
        self._work = work
        self._numbers = iter(range(times))
        self._lock = threading.Lock()

    def one(self) -> None:
        while not self.failures:
            with self._lock:
                number = next(self._numbers, None)
            if number is None:
                return
            began = time.perf_counter()
            try:
                self._work(number)
            except BaseException as problem:
                self.failures.append(problem)
                return
            self.took.append(time.perf_counter() - began)
