"""Facts about places, with the place as ``subject_id``; ``rule`` says how places are given."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event
from engage.workshops.models import Mode

FIRST_COME = "first come, first served"


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
