"""Calendar invitations (RFC 5545, 5546): one workshop session, for one person."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, vCalAddress, vText, vUri

from engage.kernel.clock import LONDON
from engage.kernel.mail import single_address
from engage.workshops.calendar import LINK, CalendarEntry, Method

_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_NAME = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"]+')
_UID = re.compile(r"[A-Za-z0-9._@+-]{1,255}")

# The rule of the United Kingdom since 1996. As a rule it holds for every year, in 400 octets;
# the library would list each change up to 2038, in 4,000 and 20 milliseconds.
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
_ZONE = Timezone.from_ical(_VTIMEZONE)


def invitation(entry: CalendarEntry, method: Method) -> bytes:
    """An iTIP message as UTF-8: asks somebody to come, or says it is off.

    Raises ValueError for an address, link or uid that could not be written safely.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//engage//Preliminary market engagement//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    zone, *times = _times(entry)
    if zone:
        calendar.add_component(_ZONE)
    calendar.add_component(_event(entry, method, *times))
    return bytes(calendar.to_ical())


def calendar_of(entries: Iterable[CalendarEntry]) -> bytes:
    """A calendar to follow (RFC 7986): nobody is invited by it, and no address stands in it.

    Raises ValueError for a link or uid that could not be written safely.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//engage//Preliminary market engagement//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Workshops")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add_component(_ZONE)
    for entry in entries:
        _, *times = _times(entry)
        calendar.add_component(_event(entry, None, *times))
    return bytes(calendar.to_ical())


def _times(entry: CalendarEntry) -> tuple[bool, datetime, datetime]:
    """Start and end in London time, or in UTC where London time cannot say it.

    In the hour that autumn repeats a local time means the first of the two (RFC 5545 3.3.5).
    """
    starts, ends = entry.starts.astimezone(LONDON), entry.ends.astimezone(LONDON)
    if starts.fold or ends.fold:
        return False, entry.starts.astimezone(UTC), entry.ends.astimezone(UTC)
    return True, starts, ends


def _event(entry: CalendarEntry, method: Method | None, starts: datetime, ends: datetime) -> Event:
    event = Event()
    event.add("uid", _checked(_UID, entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", _text(entry.summary).replace("\n", " "))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    if entry.description:
        event.add("description", _text(entry.description))
    if entry.location:
        event.add("location", _text(entry.location).replace("\n", ", "))
    if entry.url:
        event.add("url", vUri(_checked(LINK, entry.url)))
    if method is not None:
        event.add("organizer", _person(entry.organiser_name, entry.organiser_address))
        event.add("attendee", _attendee(entry, method))
    return event


def _attendee(entry: CalendarEntry, method: Method) -> vCalAddress:
    attendee = _person(entry.attendee_name, entry.attendee_address)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    if method == "REQUEST":
        attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
        attendee.params["RSVP"] = vText("TRUE")
    return attendee


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{single_address(address)}")
    safe = _NOT_IN_NAME.sub(" ", name).strip()
    if safe:
        person.params["CN"] = vText(safe)
    return person


def _text(value: str) -> str:
    return _NOT_IN_TEXT.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _checked(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError("a calendar value has characters that do not belong there")
    return value
