"""Identifiers: UUID version 7 (RFC 9562), ordered by time so that indexes stay compact."""

import secrets
import threading
import time
from uuid import UUID

TICKS = 4096  # of a millisecond: 12 bits of finer time, RFC 9562 section 6.2, method 3

_lock = threading.Lock()
_last = [0]


def uuid7() -> UUID:
    """48 bits of Unix milliseconds, 12 of finer time and 62 random ones.

    What one process makes is strictly ordered, so that things of one moment keep their order.
    """
    with _lock:
        ticks = _last[0] = max(time.time_ns() * TICKS // 1_000_000, _last[0] + 1)
    milliseconds, finer = divmod(ticks, TICKS)
    head = (milliseconds & (1 << 48) - 1) << 80 | 7 << 76 | finer << 64
    return UUID(int=head | 2 << 62 | secrets.randbits(62))
