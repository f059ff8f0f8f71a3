"""Facts about sessions of workshops and about places. Nothing here names a person.

Facts about a workshop have the session as ``subject_id``: the first session of a workshop that
was planned before there were sessions has the id of its workshop.
"""

from engage.workshops.events.attending import (
    AttendanceExported,
    AttendanceNoted,
    AttendanceTakenBack,
    FeedMade,
    FeedStopped,
)
from engage.workshops.events.materials import (
    MaterialAdded,
    MaterialChanged,
    MaterialRefused,
    MaterialsDueSoon,
    MaterialsOverdue,
    MaterialsPublished,
    MaterialWithdrawn,
    NoMaterials,
    RepetitionDeclined,
    SessionRepeated,
)
from engage.workshops.events.needs import NeedsRead, NeedsTold, WorkshopLeadChanged
from engage.workshops.events.places import (
    FIRST_COME,
    PlaceAccepted,
    PlaceBooked,
    PlaceFact,
    PlaceLapsed,
    PlaceLeft,
    PlaceMovedUp,
    PlaceNamed,
    PlaceOffered,
    PlaceTransferred,
    PlaceWaiting,
)
from engage.workshops.events.planning import (
    SessionTomorrow,
    WorkshopAnnounced,
    WorkshopCancelled,
    WorkshopChanged,
)

__all__ = [
    "FIRST_COME",
    "AttendanceExported",
    "AttendanceNoted",
    "AttendanceTakenBack",
    "FeedMade",
    "FeedStopped",
    "MaterialAdded",
    "MaterialChanged",
    "MaterialRefused",
    "MaterialWithdrawn",
    "MaterialsDueSoon",
    "MaterialsOverdue",
    "MaterialsPublished",
    "NeedsRead",
    "NeedsTold",
    "NoMaterials",
    "PlaceAccepted",
    "PlaceBooked",
    "PlaceFact",
    "PlaceLapsed",
    "PlaceLeft",
    "PlaceMovedUp",
    "PlaceNamed",
    "PlaceOffered",
    "PlaceTransferred",
    "PlaceWaiting",
    "RepetitionDeclined",
    "SessionRepeated",
    "SessionTomorrow",
    "WorkshopAnnounced",
    "WorkshopCancelled",
    "WorkshopChanged",
    "WorkshopLeadChanged",
]
