"""Which stretch of time to ask Find a Tender for.

The service reads ``updatedFrom`` and ``updatedTo`` as local time of the United Kingdom and loses
releases of stretches longer than 6 hours. Neighbouring stretches share their end, and in the hour
that autumn repeats they overlap: reading a release twice does no harm, missing one does.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engage.kernel.clock import LONDON

LONGEST = timedelta(hours=6)
AT_ONCE = timedelta(hours=5)  # leaves room for the hour that autumn repeats
HOUR = timedelta(hours=1)
WRITTEN = "%Y-%m-%dT%H:%M:%S"


@dataclass(frozen=True)
class Window:
    """From one instant to another, both in UTC."""

    since: datetime
    until: datetime

    def parameters(self) -> dict[str, str]:
        """As the service wants them: 19 characters, local time, no offset."""
        return {
            "updatedFrom": _local(self.since, earliest=True),
            "updatedTo": _local(self.until, earliest=False),
        }


def next_window(since: datetime, now: datetime) -> Window | None:
    """The next stretch after ``since``; None when it would be empty."""
    until = min(since + AT_ONCE, now)
    return Window(since.astimezone(UTC), until.astimezone(UTC)) if until > since else None


def _local(instant: datetime, *, earliest: bool) -> str:
    """An hour that comes twice says nothing exact: take it whole."""
    local = instant.astimezone(LONDON)
    if _comes_twice(local):
        local = local.replace(minute=0, second=0)
        local = local if earliest else local.replace(tzinfo=None) + HOUR
    elif not earliest and local.microsecond:
        local = local.replace(tzinfo=None) + timedelta(seconds=1)
    return local.strftime(WRITTEN)


def _comes_twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
