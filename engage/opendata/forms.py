"""What may be asked of the API: names of parameters, and how each value is read.

A name we do not know is refused, and so is one that comes twice: whoever mistypes a filter would
otherwise believe that the whole list is what they asked for.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from engage.opendata import cursors
from engage.web.machines import NotUnderstood

USUAL, MOST = 50, 100
STAGES = ("open", "closed", "outcome", "withdrawn")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REFERENCE = re.compile(cursors.REFERENCE)
_LIMIT = re.compile(r"[0-9]{1,4}")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_LEAP = re.compile("(T[0-9]{2}:[0-9]{2}:)60")

Read = Callable[[str], Any]


def asked(given: MultiDict[str, str], known: Mapping[str, Read]) -> dict[str, Any]:
    """The value of each parameter that was given. Raises NotUnderstood with a sentence."""
    strange = sorted(set(given) - set(known))
    if strange:
        names = ", ".join(known) or "none"
        raise NotUnderstood(f"A parameter is not known here. Those that are: {names}.")
    for name in given:
        if len(given.getlist(name)) > 1:
            raise NotUnderstood(f"Give {name} once.")
    return {name: read(given[name]) for name, read in known.items() if name in given}


def limit_to(most: int) -> Read:
    """How many things somebody wants on a page."""

    def read(text: str) -> int:
        if not _LIMIT.fullmatch(text) or not 1 <= int(text) <= most:
            raise NotUnderstood(f"limit must be a number from 1 to {most}.")
        return int(text)

    return read


limit = limit_to(MOST)


def stage(text: str) -> str:
    if text not in STAGES:
        raise NotUnderstood(f"stage must be one of: {', '.join(STAGES)}.")
    return text


def council(text: str) -> str:
    if not _SLUG.fullmatch(text) or len(text) > 60:
        raise NotUnderstood("council must be the short name of a council, such as marlbury.")
    return text


def challenge(text: str) -> str:
    if not _REFERENCE.fullmatch(text):
        raise NotUnderstood("challenge must be a reference, such as MBC-2026-014.")
    return text


def instant(text: str) -> datetime:
    """RFC 3339, in any zone. A leap second is the second before it; the ends of time are ends."""
    if not _INSTANT.fullmatch(text):
        raise NotUnderstood("The time must be such as 2026-03-02T09:00:00Z.")
    try:
        moment = datetime.fromisoformat(_LEAP.sub(r"\g<1>59", text.upper()))
        return moment.astimezone(UTC)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if text > "5" else datetime.min.replace(tzinfo=UTC)
    except ValueError:
        raise NotUnderstood(
            "There is no such time. Give one such as 2026-03-02T09:00:00Z."
        ) from None


def day(text: str) -> date:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise NotUnderstood("The day must be such as 2026-03-02.") from None


def cursor(reader: cursors.Reader) -> Read:
    """A cursor of this kind of list."""

    def read(text: str) -> cursors.Cursor:
        found = reader(text)
        if found is None:
            raise NotUnderstood("Take the cursor from the links of the page before.")
        return found

    return read
