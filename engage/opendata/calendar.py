"""The calendar that anybody may follow (RFC 5545): workshops, and when engagements end.

Only workers load this. Nobody's name or address is in it, and no link to join.
"""

import re
from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Any

from icalendar import Calendar, Event, vUri
from sqlalchemy import Row

from engage.kernel.clock import spoken

_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def calendar(
    workshops: Iterable[Row[Any]], deadlines: Iterable[Row[Any]], *, base: str, host: str
) -> bytes:
    """The whole file. The same rows give the same bytes."""
    whole = Calendar()
    whole.add("prodid", "-//engage//Preliminary market engagement//EN")
    whole.add("version", "2.0")
    whole.add("x-wr-calname", "Workshops and closing dates of councils' challenges")
    whole.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for workshop in workshops:
        whole.add_component(_workshop(workshop, base, host))
    for deadline in deadlines:
        whole.add_component(_deadline(deadline, base, host))
    return bytes(whole.to_ical())


def _workshop(row: Row[Any], base: str, host: str) -> Event:
    event = _event(f"workshop-{row.id}@{host}", f"{row.title} ({row.name})")
    event.add("sequence", row.sequence)
    event.add("dtstamp", row.created_at.astimezone(UTC))
    event.add("dtstart", row.starts_at.astimezone(UTC))
    event.add("dtend", row.ends_at.astimezone(UTC))
    event.add("status", "CANCELLED" if row.cancelled_at else "CONFIRMED")
    if row.about:
        event.add("description", _text(row.about))
    if row.venue:
        event.add("location", _text(row.venue).replace("\n", ", "))
    event.add("url", vUri(f"{base}/challenges/{row.reference}#workshops"))
    return event


def _deadline(row: Row[Any], base: str, host: str) -> Event:
    event = _event(f"end-{row.reference}@{host}", f"Engagement ends: {row.title} ({row.name})")
    event.add("dtstamp", row.updated_at.astimezone(UTC))
    event.add("last-modified", row.updated_at.astimezone(UTC))
    event.add("dtstart", row.engagement_ends.astimezone(UTC))
    event.add("transp", "TRANSPARENT")
    event.add("description", f"The engagement ends at {spoken(row.engagement_ends)}.")
    event.add("url", vUri(f"{base}/challenges/{row.reference}"))
    return event


def _event(uid: str, summary: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("summary", _text(summary).replace("\n", " "))
    return event


def _text(value: str) -> str:
    return _NOT_IN_TEXT.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
