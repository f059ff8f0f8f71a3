"""Content lines of iCalendar (RFC 5545 3.1), for the few kinds of value that we write.

A library would do it too, and every web process would carry all of it for one small file.
"""

import re
from datetime import UTC, datetime

WIDEST = 75  # octets of one line, without its end
_TOKEN = re.compile(r"[A-Za-z0-9-]+")
_WHOLE = re.compile(r"[\\^].|.", re.S)  # an escape and what it escapes stay together


def line(name: str, value: str, **parameters: str) -> str:
    """``NAME;PARAMETER="...":value``, folded. The value must be escaped and without line ends."""
    said = "".join(f";{key}={_quoted(each)}" for key, each in parameters.items())
    return _folded(f"{name}{said}:{value}")


def text(value: str) -> str:
    """A value of type TEXT (RFC 5545 3.3.11)."""
    for special in ("\\", ";", ","):
        value = value.replace(special, f"\\{special}")
    return value.replace("\n", "\\n")


def moment(name: str, at: datetime) -> str:
    """An instant in UTC, or in a zone that has a name of its own."""
    if at.tzinfo is UTC:
        return line(name, f"{at:%Y%m%dT%H%M%SZ}")
    return _folded(f"{name};TZID={at.tzinfo}:{at:%Y%m%dT%H%M%S}")


def _quoted(value: str) -> str:
    """Keywords stand bare, names in quotes (RFC 6868 escapes what RFC 5545 cannot)."""
    return value if _TOKEN.fullmatch(value) else f'"{value.replace("^", "^^")}"'


def _folded(whole: str) -> str:
    written, room = [], WIDEST
    for unit in _WHOLE.findall(whole):
        size = len(unit.encode())
        if size > room:
            written.append("\r\n ")
            room = WIDEST - 1
        written.append(unit)
        room -= size
    return "".join(written) + "\r\n"
