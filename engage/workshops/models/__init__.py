"""Rows of workshops, their sessions and places. They hold data and decide nothing."""

from engage.workshops.models.attendance import Attendance
from engage.workshops.models.feeds import CalendarFeed
from engage.workshops.models.needs import AccessNeed
from engage.workshops.models.one_to_ones import (
    Entry,
    EntryState,
    Noted,
    Rule,
    Series,
    Slot,
    Way,
)
from engage.workshops.models.places import Attendee, Place, PlaceState
from engage.workshops.models.sittings import Mode, Sitting, Workshop

__all__ = [
    "AccessNeed",
    "Attendance",
    "Attendee",
    "CalendarFeed",
    "Entry",
    "EntryState",
    "Mode",
    "Noted",
    "Place",
    "PlaceState",
    "Rule",
    "Series",
    "Sitting",
    "Slot",
    "Way",
    "Workshop",
]
