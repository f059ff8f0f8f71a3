"""Where a reader stands in a list, as text that goes into an address and comes back.

Each kind takes every text that has its shape, so that the shape in the description of the API is
all there is to know. Instants are microseconds since 1970.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
REFERENCE = "[A-Z0-9]{1,6}-[0-9]{4}-[0-9]{3,8}"
_CHANGED = re.compile(rf"([0-9]{{16}})-({REFERENCE})")
_NUMBERED = re.compile(rf"({REFERENCE})-([1-9][0-9]{{0,8}})")
_TIMED = re.compile(r"([0-9]{16})-([0-9a-f]{32})")
_NAMED = re.compile(r"[a-z0-9-]{1,60}")
_POSITION = re.compile(r"[0-9]{1,9}")

Cursor = tuple[object, ...]
Reader = Callable[[str], Cursor | None]


def changed(text: str) -> Cursor | None:
    """An instant and the reference of a challenge."""
    found = _CHANGED.fullmatch(text)
    return (_instant(found[1]), found[2]) if found else None


def numbered(text: str) -> Cursor | None:
    """The reference of a challenge and the number of a question."""
    found = _NUMBERED.fullmatch(text)
    return (found[1], int(found[2])) if found else None


def timed(text: str) -> Cursor | None:
    """An instant and the id of a workshop."""
    found = _TIMED.fullmatch(text)
    return (_instant(found[1]), UUID(found[2])) if found else None


def named(text: str) -> Cursor | None:
    """The short name of a council."""
    return (text,) if _NAMED.fullmatch(text) else None


def positioned(text: str) -> Cursor | None:
    """The position of a release."""
    return (int(text),) if _POSITION.fullmatch(text) else None


def written(*parts: object) -> str:
    """The text of a cursor: what the readers above read."""
    return "-".join(map(_part, parts))


def _part(part: object) -> str:
    if isinstance(part, datetime):
        return f"{(part - EPOCH) // timedelta(microseconds=1):016d}"
    return part.hex if isinstance(part, UUID) else str(part)


def _instant(digits: str) -> datetime:
    return EPOCH + timedelta(microseconds=int(digits))
