"""Rows of workshops, their sessions and places. They hold data and decide nothing."""

from engage.workshops.models.attendance import Attendance
from engage.workshops.models.feeds import CalendarFeed
from engage.workshops.models.materials import (
    Captions,
    Material,
    MaterialKind,
    MaterialsClock,
    Repetition,
)
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
    "Captions",
    "Entry",
    "EntryState",
    "Material",
    "MaterialKind",
    "MaterialsClock",
    "Mode",
    "Noted",
    "Place",
    "PlaceState",
    "Repetition",
    "Rule",
    "Series",
    "Sitting",
    "Slot",
    "Way",
    "Workshop",
]
