"""What a person's calendar should hold of a workshop; ``writing`` makes the file."""

import pkgutil
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from engage.interest.models import Interest
from engage.workshops.models import Workshop

Method = Literal["REQUEST", "CANCEL"]
WRITER = "engage.workshops.calendar.writing:invitation"
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


def file_of(entry: CalendarEntry) -> bytes:
    """The entry as a file to download, the same as its e-mail carries.

    Raises ValueError for an address, link or uid that could not be written safely.
    """
    written: bytes = pkgutil.resolve_name(WRITER)(entry, "REQUEST")
    return written
