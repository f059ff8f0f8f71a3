"""How often one visitor may try the same thing: guessing is slowed down, nobody is locked out."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from engage.kernel.clock import wall

limiter = Limiter(get_remote_address, strategy="fixed-window")

GUESSES = "10 per 5 minutes"
FROM_ONE_PLACE = "100 per 5 minutes"  # whatever is guessed: a whole council may share a place
REGISTRATIONS = "60 per hour"
READING = "600 per 5 minutes"  # of all open data together


EVENLY = 0.2
"""Seconds that asking for a link takes, whether anybody is known by the address or not."""


@contextmanager
def evenly() -> Iterator[None]:
    """Take as long whatever is found, so that the time tells nothing. Not inside a transaction."""
    began = time.monotonic()
    yield
    time.sleep(max(0.0, EVENLY - (time.monotonic() - began)))


def limit_tries(app: Flask, *, storage: str) -> None:
    """``storage``: ``memory://`` for one process, or a Redis shared by all of them."""
    app.config["RATELIMIT_STORAGE_URI"] = storage
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True
    app.config["RATELIMIT_SWALLOW_ERRORS"] = True
    limiter.init_app(app)


def seconds_to_wait() -> int:
    """After how many seconds somebody who asked too often may ask again."""
    reached = limiter.current_limit
    return max(1, int(reached.reset_at - wall().timestamp()) + 1) if reached else 60
