"""Calendar invitations (RFC 5545, 5546): one workshop session, for one person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from engage.interest.models import Interest
from engage.kernel.clock import LONDON
from engage.kernel.contentlines import line, moment, text
from engage.kernel.mail import single_address
from engage.workshops.models import Workshop

Method = Literal["REQUEST", "CANCEL"]

_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_NAME = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"]+')
_LINK = re.compile(r"https?://[!-~]{1,2000}")
_HOST = re.compile(r"https?://[A-Za-z0-9\[]")
_UID = re.compile(r"[A-Za-z0-9._@+-]{1,255}")

# The rule of the United Kingdom since 1996. As a rule it holds for every year.
_VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
TZNAME:BST
DTSTART:19960331T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:GMT
DTSTART:19961027T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """What a person's calendar should hold.

    ``uid`` stays the same for ever; ``sequence`` goes up with every change people must see.
    """

    uid: str
    sequence: int
    stamped: datetime
    starts: datetime
    ends: datetime
    summary: str
    organiser_name: str
    organiser_address: str
    attendee_name: str
    attendee_address: str
    description: str = ""
    location: str = ""
    url: str = ""


def is_link(address: str) -> bool:
    """Whether this can stand in a calendar as a link that people follow."""
    return bool(_LINK.fullmatch(address) and _HOST.match(address))


def entry_for(
    workshop: Workshop, place_id: UUID, sequence: int, holder: Interest, *, stamped: datetime
) -> CalendarEntry:
    """The entry of one place, in its holder's calendar.

    ``sequence`` is the place's; it and the workshop's only rise, and so does their sum.
    """
    challenge, link = workshop.challenge, workshop.joining_link
    about = (f"{challenge.title} ({challenge.reference})", workshop.about, link)
    return CalendarEntry(
        uid=f"{place_id}@engage",
        sequence=workshop.sequence + sequence,
        stamped=stamped,
        starts=workshop.starts_at,
        ends=workshop.ends_at,
        summary=f"{workshop.title} ({challenge.authority.name})",
        description="\n\n".join(filter(None, about)),
        location=workshop.venue or link,
        url=link if is_link(link) else "",
        organiser_name=challenge.authority.name,
        organiser_address=challenge.authority.email,
        attendee_name=holder.name,
        attendee_address=holder.email,
    )


def invitation(entry: CalendarEntry, method: Method) -> bytes:
    """An iTIP message as UTF-8: asks somebody to come, or says it is off.

    Raises ValueError for an address, link or uid that could not be written safely.
    """
    in_zone, starts, ends = _times(entry)
    parts = (
        line("BEGIN", "VCALENDAR"),
        line("VERSION", "2.0"),
        line("PRODID", "-//engage//Preliminary market engagement//EN"),
        line("METHOD", method),
        _VTIMEZONE if in_zone else "",
        *_event(entry, method, starts, ends),
        line("END", "VCALENDAR"),
    )
    return "".join(parts).encode()


def _times(entry: CalendarEntry) -> tuple[bool, datetime, datetime]:
    """Start and end in London time, or in UTC where London time cannot say it.

    In the hour that autumn repeats a local time means the first of the two (RFC 5545 3.3.5).
    """
    starts, ends = entry.starts.astimezone(LONDON), entry.ends.astimezone(LONDON)
    if starts.fold or ends.fold:
        return False, entry.starts.astimezone(UTC), entry.ends.astimezone(UTC)
    return True, starts, ends


def _event(entry: CalendarEntry, method: Method, starts: datetime, ends: datetime) -> Iterator[str]:
    yield line("BEGIN", "VEVENT")
    yield line("UID", _checked(_UID, entry.uid))
    yield line("SEQUENCE", str(entry.sequence))
    yield moment("DTSTAMP", entry.stamped.astimezone(UTC))
    yield moment("DTSTART", starts)
    yield moment("DTEND", ends)
    yield line("SUMMARY", text(_plain(entry.summary).replace("\n", " ")))
    yield line("STATUS", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    if entry.description:
        yield line("DESCRIPTION", text(_plain(entry.description)))
    if entry.location:
        yield line("LOCATION", text(_plain(entry.location).replace("\n", ", ")))
    if entry.url:
        yield line("URL", _checked(_LINK, entry.url))
    yield _person("ORGANIZER", entry.organiser_name, entry.organiser_address)
    asked = {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"} if method == "REQUEST" else {}
    attendee = {"ROLE": "REQ-PARTICIPANT"} | asked
    yield _person("ATTENDEE", entry.attendee_name, entry.attendee_address, **attendee)
    yield line("END", "VEVENT")


def _person(role: str, name: str, address: str, **parameters: str) -> str:
    safe = _NOT_IN_NAME.sub(" ", name).strip()
    named = {"CN": safe} if safe else {}
    return line(role, f"mailto:{single_address(address)}", **named, **parameters)


def _plain(value: str) -> str:
    return _NOT_IN_TEXT.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _checked(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError("a calendar value has characters that do not belong there")
    return value
