"""How a release writes days, instants, and what is not known."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from engage.kernel.clock import LONDON

LAST_SECOND = time(23, 59, 59)


def begin_of_day(day: date | None) -> str | None:
    return instant(datetime.combine(day, time(0), LONDON)) if day else None


def end_of_day(day: date | None) -> str | None:
    return instant(datetime.combine(day, LAST_SECOND, LONDON)) if day else None


def instant(moment: datetime) -> str:
    """ISO 8601 with the offset of the United Kingdom; Z in winter, as Find a Tender writes it."""
    local = moment.astimezone(LONDON).replace(microsecond=0)
    if local.utcoffset() == timedelta(0):
        return local.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return local.isoformat()


def without_gaps(value: Any) -> Any:
    """The same without what is not known: OCDS wants no empty texts, lists or objects."""
    if isinstance(value, dict):
        kept = {key: without_gaps(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in (None, "", [], {})}
    if isinstance(value, list):
        return [without_gaps(each) for each in value]
    return value
