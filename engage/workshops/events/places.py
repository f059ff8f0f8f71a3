"""Facts about places, with the place as ``subject_id``; ``rule`` says how places are given."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event
from engage.workshops.models import Mode

FIRST_COME = "first come, first served"


class PlaceFact(Event, frozen=True, kw_only=True):
    """What every fact about a place carries."""

    workshop_id: UUID
    sitting_id: UUID
    mode: Mode
    rule: str = FIRST_COME


class PlaceBooked(PlaceFact, frozen=True, kw_only=True):
    name: ClassVar[str] = "place.booked"


class PlaceWaiting(PlaceFact, frozen=True, kw_only=True):
    """The workshop is full; ``position`` on the waiting list is counted from 1."""

    name: ClassVar[str] = "place.waiting"

    position: int


class PlaceMovedUp(PlaceFact, frozen=True, kw_only=True):
    """A place became free and went to the first of the waiting list."""

    name: ClassVar[str] = "place.moved_up"


class PlaceLeft(PlaceFact, frozen=True, kw_only=True):
    """``was_booked``: a place became free; otherwise somebody left the waiting list."""

    name: ClassVar[str] = "place.left"

    was_booked: bool


class PlaceOffered(PlaceFact, frozen=True, kw_only=True):
    """The same for somebody who asked to be asked: the place is kept until ``until``."""

    name: ClassVar[str] = "place.offered"

    until: datetime


class PlaceAccepted(PlaceFact, frozen=True, kw_only=True):
    name: ClassVar[str] = "place.accepted"


class PlaceLapsed(PlaceFact, frozen=True, kw_only=True):
    """Nobody took the place in time, so it went on."""

    name: ClassVar[str] = "place.lapsed"


class PlaceTransferred(PlaceFact, frozen=True, kw_only=True):
    """The session was called off, and whoever was in line there is in that of another session."""

    name: ClassVar[str] = "place.transferred"

    before_id: UUID
    was_booked: bool


class PlaceNamed(PlaceFact, frozen=True, kw_only=True):
    """Somebody else comes. None: whoever booked the place."""

    name: ClassVar[str] = "place.named"

    before_id: UUID | None
    after_id: UUID | None
