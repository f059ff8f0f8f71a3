"""Takes one value of the type we need out of JSON that promises nothing. Never raises.

``at(thing, "a", "b")`` walks through objects; each other function returns None, or nothing,
for what is not there or is of a type that cannot mean what we ask for.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from engage.kernel.clock import LONDON
from engage.notices.parsing.texts import repaired

Json = Any
JsonObject = dict[str, Any]

LARGEST_VALUE = Decimal(10) ** 12
AMOUNT = re.compile(
    r"(?:GBP|£)?\s*([0-9][0-9,\s]*(?:\.[0-9]{1,20})?|\.[0-9]{1,20})\s*(?:GBP)?", re.I
)
EMAIL = re.compile(r"[^@\s<>\"',;:]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]+)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    re.I,
)
UK_DATE = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
LAST_SECOND = time(23, 59, 59)


def at(thing: Json, *path: str) -> Json:
    """The value at a path of keys; a list of one object on the way counts as the object."""
    for key in path:
        if isinstance(thing, list) and thing:
            thing = thing[0]
        if not isinstance(thing, dict):
            return None
        thing = thing.get(key)
    return thing


def objects(thing: Json) -> Iterator[JsonObject]:
    """The objects of a list; an object alone counts as a list of one."""
    if isinstance(thing, dict):
        yield thing
    elif isinstance(thing, list):
        yield from (item for item in thing if isinstance(item, dict))


def words(thing: Json) -> list[str]:
    """The texts of a list; a text alone counts as a list of one."""
    items = thing if isinstance(thing, list) else [thing]
    return [found for item in items if (found := line(item))]


def text(thing: Json, longest: int = 50_000) -> str | None:
    """A text of any number of lines, its line ends repaired."""
    if isinstance(thing, list):
        thing = "\n\n".join(item for item in thing if isinstance(item, str))
    if isinstance(thing, int | Decimal) and not isinstance(thing, bool):
        thing = str(thing)
    if not isinstance(thing, str):
        return None
    return _cut(repaired(thing[: 2 * longest]), longest) or None


def line(thing: Json, longest: int = 300) -> str | None:
    """A text on one line."""
    found = text(thing, longest * 4)
    return _cut(" ".join(found.split()), longest) if found else None


def amount(thing: Json) -> Decimal | None:
    """Money above zero. Zero means "not stated" in published notices."""
    if isinstance(thing, bool):
        return None
    if isinstance(thing, str):
        found = AMOUNT.fullmatch(thing.strip()[:60])
        if found is None:
            return None
        thing = re.sub(r"[,\s]", "", found[1])
    try:
        number = Decimal(thing)
    except (InvalidOperation, TypeError, ValueError):
        return None
    if not number.is_finite() or not 0 < number <= LARGEST_VALUE:
        return None
    return number


def flag(thing: Json) -> bool | None:
    if isinstance(thing, bool):
        return thing
    return FLAGS.get(str(thing).strip().lower()) if isinstance(thing, str | int | Decimal) else None


def day(thing: Json) -> date | None:
    """The day in London; midnight and the last second of a day stay on their day."""
    found = _parts(thing)
    if found is None:
        return None
    moment, exact = found
    return moment.astimezone(LONDON).date() if exact else moment.date()


def instant(thing: Json, without_time: time = time(0)) -> datetime | None:
    """An aware instant in UTC. A time without an offset, or no time at all, is London's.

    So is 23:59:59 with offset zero: the services write the last second of a day in London
    that way, in summer too.
    """
    found = _parts(thing, without_time)
    return found[0].astimezone(UTC) if found else None


def has_time(thing: Json) -> bool:
    found = INSTANT.match(thing.strip()) if isinstance(thing, str) else None
    return bool(found and found[2])


def web_address(thing: Json) -> str | None:
    """An http or https address of at most 500 characters."""
    found = line(thing, 600)
    if not found or len(found) > 500 or " " in found:
        return None
    try:
        parts = urlsplit(found)
    except ValueError:
        return None
    return found if parts.scheme.lower() in {"http", "https"} and parts.netloc else None


def email(thing: Json) -> str | None:
    found = line(thing)
    return found if found and EMAIL.fullmatch(found) and len(found) <= 254 else None


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _parts(thing: Json, without_time: time = time(0)) -> tuple[datetime, bool] | None:
    """The moment, and whether its offset is to be believed."""
    if not isinstance(thing, str):
        return None
    found = INSTANT.match(thing.strip())
    try:
        if found is None:
            return _uk_date(thing, without_time)
        clock = time.fromisoformat(found[2]) if found[2] else without_time
        moment = datetime.combine(date.fromisoformat(found[1]), clock, LONDON)
        offset = (found[3] or "").upper().replace(":", "")
        if not offset or (offset in {"Z", "+0000", "-0000"} and clock in {LAST_SECOND, time(0)}):
            return _within_years(moment), False
        exact = datetime.fromisoformat(f"{found[1]}T{clock.isoformat()}{_iso(offset)}")
        return _within_years(exact), True
    except (ValueError, OverflowError):
        return None


def _iso(offset: str) -> str:
    return "+00:00" if offset == "Z" else f"{offset[:3]}:{offset[3:]}"


def _uk_date(thing: str, clock: time) -> tuple[datetime, bool] | None:
    found = UK_DATE.match(thing.strip())
    if found is None:
        return None
    day = date(int(found[3]), int(found[2]), int(found[1]))
    return _within_years(datetime.combine(day, clock, LONDON)), False


def _within_years(moment: datetime) -> datetime:
    if not 1990 <= moment.year <= 2200:
        raise ValueError("no notice is of this year")
    return moment
