"""Facts about who came, and about people's own calendars."""

from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


class FeedMade(Event, frozen=True, kw_only=True):
    """Somebody who takes part asked for the address of their own calendar."""

    name: ClassVar[str] = "feed.made"

    feed_id: UUID


class FeedStopped(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "feed.stopped"


class AttendanceNoted(Event, frozen=True, kw_only=True):
    """Somebody was there; ``walked_in``: without a place."""

    name: ClassVar[str] = "attendance.noted"

    sitting_id: UUID
    walked_in: bool


class AttendanceTakenBack(Event, frozen=True, kw_only=True):
    """They were not there after all."""

    name: ClassVar[str] = "attendance.taken_back"

    sitting_id: UUID
    walked_in: bool


class AttendanceExported(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "attendance.exported"
