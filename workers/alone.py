"""One sender in a process: a killed process then repeats one message at the most."""

import threading
from collections.abc import Callable
from functools import wraps


def alone(work: Callable[[], None]) -> Callable[[], None]:
    """Run ``work`` in one thread at a time; a call that comes meanwhile makes it run again."""
    busy = threading.Lock()
    wanted = threading.Event()

    @wraps(work)
    def run() -> None:
        wanted.set()
        while wanted.is_set() and busy.acquire(blocking=False):
            try:
                wanted.clear()
                work()
            finally:
                busy.release()

    return run
