"""Facts about who came, and about people's own calendars."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FeedMade(Event):
    """Somebody who takes part asked for the address of their own calendar."""

    name: ClassVar[str] = "feed.made"

    feed_id: UUID


@dataclass(frozen=True, kw_only=True)
class FeedStopped(Event):
    name: ClassVar[str] = "feed.stopped"


@dataclass(frozen=True, kw_only=True)
class AttendanceNoted(Event):
    """Somebody was there; ``walked_in``: without a place."""

    name: ClassVar[str] = "attendance.noted"

    sitting_id: UUID
    walked_in: bool


@dataclass(frozen=True, kw_only=True)
class AttendanceTakenBack(Event):
    """They were not there after all."""

    name: ClassVar[str] = "attendance.taken_back"

    sitting_id: UUID
    walked_in: bool


@dataclass(frozen=True, kw_only=True)
class AttendanceExported(Event):
    name: ClassVar[str] = "attendance.exported"
