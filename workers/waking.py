"""Telling workers that there is work, as a hint: a lost hint costs seconds, never work."""

import logging
import time
from collections.abc import Set

from workers import broker

QUIET = 10.0  # seconds without another try after the broker did not answer

log = logging.getLogger(__name__)
_silent_until = [0.0]


def wake(owed: Set[str]) -> None:
    """Publish one message for each kind of work; never raises, never waits long."""
    if time.monotonic() < _silent_until[0]:
        return
    try:
        for work in sorted(owed):
            broker.publish(work)
    except Exception as problem:
        _silent_until[0] = time.monotonic() + QUIET
        log.warning("the broker does not answer, workers will find the work: %s", problem)
