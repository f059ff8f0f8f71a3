"""What a person's calendar should hold of a workshop; ``writing`` makes the file."""

import pkgutil
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engage.interest.models import Interest
from engage.workshops.models import Attendee, Entry, Mode, Place, Slot

Method = Literal["REQUEST", "CANCEL"]
WRITER = "engage.workshops.calendar.writing:invitation"
FEED_WRITER = "engage.workshops.calendar.writing:calendar_of"
"""Loaded by name: a process whose visitors download no calendar file carries no library for it."""

LINK = re.compile(r"https?://[!-~]{1,2000}")
_HOST = re.compile(r"https?://[A-Za-z0-9\[]")


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
    return bool(LINK.fullmatch(address) and _HOST.match(address))


def entry_for(place: Place, holder: Interest | Attendee, *, stamped: datetime) -> CalendarEntry:
    """The entry of one place, in its holder's calendar.

    The place's sequence and the session's only rise, and so does their sum.
    """
    sitting = place.sitting
    challenge, link = sitting.challenge, sitting.joining_link
    there = () if place.mode is Mode.ONLINE else (sitting.step_free, sitting.travel)
    about = (f"{challenge.title} ({challenge.reference})", sitting.about, *there, link)
    return CalendarEntry(
        uid=f"{place.id}@engage",
        sequence=sitting.sequence + place.sequence,
        stamped=stamped,
        starts=sitting.starts_at,
        ends=sitting.ends_at,
        summary=f"{sitting.title} ({challenge.authority.name})",
        description="\n\n".join(filter(None, about)),
        location=_location(place),
        url=link if is_link(link) else "",
        organiser_name=challenge.authority.name,
        organiser_address=challenge.authority.email,
        attendee_name=holder.name,
        attendee_address=holder.email,
    )


def _location(place: Place) -> str:
    """Where this person goes: who joins online is not sent to the door."""
    venue, link = place.sitting.venue, place.sitting.joining_link
    return link or venue if place.mode is Mode.ONLINE else venue or link


def entry_of_slot(entry: Entry, slot: Slot, *, stamped: datetime) -> CalendarEntry:
    """A one-to-one in the calendar of whoever has the slot, or had it.

    Each slot is an entry of its own: what takes one out never touches another.
    """
    series, holder = entry.series, entry.interest
    challenge, link = series.challenge, series.joining_link
    about = (f"{challenge.title} ({challenge.reference})", series.about, link)
    return CalendarEntry(
        uid=f"{entry.id}.{slot.number}@engage",
        sequence=series.sequence + entry.sequence,
        stamped=stamped,
        starts=slot.starts_at,
        ends=slot.ends_at,
        summary=f"{series.title} ({challenge.authority.name})",
        description="\n\n".join(filter(None, about)),
        location=link or series.venue,
        url=link if is_link(link) else "",
        organiser_name=challenge.authority.name,
        organiser_address=challenge.authority.email,
        attendee_name=holder.name,
        attendee_address=holder.email,
    )


def file_of(entry: CalendarEntry) -> bytes:
    """The entry as a file to download, the same as its e-mail carries.

    Raises ValueError for an address, link or uid that could not be written safely.
    """
    written: bytes = pkgutil.resolve_name(WRITER)(entry, "REQUEST")
    return written
