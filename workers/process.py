"""A worker inside this process: Celery's consumer in a thread, and a ticker beside it.

The ticker rings the same bells as beat, so work goes on where the broker is not there. Each
bell has a thread of its own: a long compilation holds up neither the others nor the sign of life.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from celery.beat import EmbeddedService
from celery.worker import WorkController, state

from engage.kernel import leases
from workers import runtime
from workers.app import celery
from workers.schedule import BY_THE_CLOCK
from workers.tasks import ring

ALIVE = timedelta(seconds=30)
PULSE = 5.0  # seconds between two signs of life
LOOK = 1.0  # seconds between two looks at the clock
GRACE = 20.0
IN_MEMORY = "celery.beat:Scheduler"  # what is due is in the database, so beat keeps no file

log = logging.getLogger(__name__)


class Worker(WorkController):
    """The worker's core, without the command's signal handlers and banner."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.ready = threading.Event()
        super().__init__(*args, **kwargs)

    def on_consumer_ready(self, consumer: object) -> None:
        self.ready.set()


class Ticker:
    """Rings every bell at its period, and says that this worker is alive."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._beats: list[threading.Thread] = []

    def start(self) -> None:
        self._every(PULSE, "life", self.show_life)
        for name, seconds in BY_THE_CLOCK.items():
            self._every(seconds, name, partial(ring, name))

    def wait(self, seconds: float) -> None:
        """Until what the bells began is done; what is not is left to its lease."""
        ends = time.monotonic() + seconds
        for thread in self._beats:
            thread.join(max(0.0, ends - time.monotonic()))

    def show_life(self) -> None:
        """Say at once that a worker is here, so that who asks /healthz first hears it."""
        leases.sign_of_life(runtime.sessions(), "worker", ALIVE)

    def _every(self, seconds: float, name: str, work: Callable[[], None]) -> None:
        beat = partial(self._beat, seconds, name, work)
        thread = threading.Thread(target=beat, name=f"engage-{name}", daemon=True)
        self._beats.append(thread)
        thread.start()

    def _beat(self, seconds: float, name: str, work: Callable[[], None]) -> None:
        due = 0.0
        while not self.stopping.wait(LOOK):
            if time.monotonic() >= due:
                due = time.monotonic() + seconds
                attempt(name, work)


def attempt(name: str, work: Callable[[], None]) -> None:
    """Work that does not succeed is there the next time: what is due is in the database."""
    try:
        work()
    except Exception:
        log.exception("%s did not work; it will be tried again", name)


@contextmanager
def working(*, threads: int, beat: bool = False, wait: float = 0) -> Iterator[None]:
    """Work while the block runs, then finish what is in hand.

    ``beat`` also runs Celery beat here; ``wait`` seconds at most until the consumer is ready.
    """
    worker = _worker(threads)
    consumer = threading.Thread(target=worker.start, name="engage-worker", daemon=True)
    consumer.start()
    worker.ready.wait(wait)
    ticker = Ticker()
    attempt("life", ticker.show_life)
    ticker.start()
    bells = EmbeddedService(celery, thread=True, scheduler_cls=IN_MEMORY) if beat else None
    if bells:
        bells.start()
    try:
        yield
    finally:
        if bells:
            bells.stop()
        ticker.stopping.set()
        ends = time.monotonic() + GRACE
        _stop(consumer)
        ticker.wait(ends - time.monotonic())


def _worker(threads: int) -> Worker:
    celery.finalize()
    celery.set_default()
    return Worker(
        app=celery,
        pool="threads",
        concurrency=threads,
        loglevel="WARNING",
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
    )


def _stop(consumer: threading.Thread) -> None:
    state.should_stop = 0  # the consumer's loop ends when its tasks are done
    consumer.join(GRACE)
    if consumer.is_alive():
        log.warning("still busy: leases will run out, and the work is taken up again")
    state.should_stop = None
