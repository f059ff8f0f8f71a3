"""Rows of workshops, their sessions and places. They hold data and decide nothing."""

from engage.workshops.models.attendance import Attendance
from engage.workshops.models.feeds import CalendarFeed
from engage.workshops.models.needs import AccessNeed
from engage.workshops.models.places import Attendee, Place, PlaceState
from engage.workshops.models.sittings import Mode, Sitting, Workshop

__all__ = [
    "AccessNeed",
    "Attendance",
    "Attendee",
    "CalendarFeed",
    "Mode",
    "Place",
    "PlaceState",
    "Sitting",
    "Workshop",
]
