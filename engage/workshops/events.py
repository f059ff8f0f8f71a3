"""Facts about sessions of workshops and about places. Nothing here names a person.

Facts about a workshop have the session as ``subject_id``: the first session of a workshop that
was planned before there were sessions has the id of its workshop. Facts about a place have the
place as ``subject_id``; ``rule`` says how places are given.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event
from engage.workshops.models import Mode

FIRST_COME = "first come, first served"


@dataclass(frozen=True, kw_only=True)
class WorkshopAnnounced(Event):
    """A workshop, or one more session of it; ``capacity`` counts places of every kind."""

    name: ClassVar[str] = "workshop.announced"

    starts_at: datetime
    capacity: int


@dataclass(frozen=True, kw_only=True)
class WorkshopChanged(Event):
    """``fields``: names of what changed. ``told``: people with a place or waiting must know."""

    name: ClassVar[str] = "workshop.changed"

    fields: tuple[str, ...]
    told: bool
    sequence: int


@dataclass(frozen=True, kw_only=True)
class WorkshopCancelled(Event):
    """One session was called off."""

    name: ClassVar[str] = "workshop.cancelled"

    sequence: int


@dataclass(frozen=True, kw_only=True)
class SessionTomorrow(Event):
    """A day before the start, or a little later: once for each time it may start at."""

    name: ClassVar[str] = "session.tomorrow"

    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class PlaceFact(Event):
    """What every fact about a place carries."""

    workshop_id: UUID
    sitting_id: UUID
    mode: Mode
    rule: str = FIRST_COME


@dataclass(frozen=True, kw_only=True)
class PlaceBooked(PlaceFact):
    name: ClassVar[str] = "place.booked"


@dataclass(frozen=True, kw_only=True)
class PlaceWaiting(PlaceFact):
    """The workshop is full; ``position`` on the waiting list is counted from 1."""

    name: ClassVar[str] = "place.waiting"

    position: int


@dataclass(frozen=True, kw_only=True)
class PlaceMovedUp(PlaceFact):
    """A place became free and went to the first of the waiting list."""

    name: ClassVar[str] = "place.moved_up"


@dataclass(frozen=True, kw_only=True)
class PlaceLeft(PlaceFact):
    """``was_booked``: a place became free; otherwise somebody left the waiting list."""

    name: ClassVar[str] = "place.left"

    was_booked: bool


@dataclass(frozen=True, kw_only=True)
class PlaceOffered(PlaceFact):
    """The same for somebody who asked to be asked: the place is kept until ``until``."""

    name: ClassVar[str] = "place.offered"

    until: datetime


@dataclass(frozen=True, kw_only=True)
class PlaceAccepted(PlaceFact):
    name: ClassVar[str] = "place.accepted"


@dataclass(frozen=True, kw_only=True)
class PlaceLapsed(PlaceFact):
    """Nobody took the place in time, so it went on."""

    name: ClassVar[str] = "place.lapsed"


@dataclass(frozen=True, kw_only=True)
class PlaceNamed(PlaceFact):
    """Somebody else comes. None: whoever booked the place."""

    name: ClassVar[str] = "place.named"

    before_id: UUID | None
    after_id: UUID | None


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
