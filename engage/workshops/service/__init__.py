"""The verbs of workshops: plan, book, leave, move up. The only writers; none commits.

Rows are locked in one order: the interest, the workshop, its sessions, their places. Who holds the
session's lock decides over its places, so the last one is never sold twice.
"""

from engage.workshops.service.booking import (
    AlreadyStarted,
    Cancelled,
    EnoughPlaces,
    NotTakingPart,
    NotThatWay,
    book,
    leave,
    move_up,
)
from engage.workshops.service.details import (
    BadTimes,
    Details,
    NoPlaces,
    NotOpen,
    Nowhere,
    TooFewPlaces,
    TooMany,
    When,
)
from engage.workshops.service.planning import (
    TOLD,
    add,
    announce,
    cancel,
    cancel_workshop,
    change,
    version_of,
)

__all__ = [
    "TOLD",
    "AlreadyStarted",
    "BadTimes",
    "Cancelled",
    "Details",
    "EnoughPlaces",
    "NoPlaces",
    "NotOpen",
    "NotTakingPart",
    "NotThatWay",
    "Nowhere",
    "TooFewPlaces",
    "TooMany",
    "When",
    "add",
    "announce",
    "book",
    "cancel",
    "cancel_workshop",
    "change",
    "leave",
    "move_up",
    "version_of",
]
