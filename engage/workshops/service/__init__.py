"""The verbs of workshops: plan, book, leave, move up. The only writers; none commits.

Rows are locked in one order: the interest, the workshop, its places. Who holds the workshop's
lock decides over its places, so the last one is never sold twice.
"""

from engage.workshops.service.booking import (
    AlreadyStarted,
    Cancelled,
    NotTakingPart,
    book,
    leave,
    move_up,
)
from engage.workshops.service.planning import (
    TOLD,
    BadTimes,
    Details,
    NotOpen,
    Nowhere,
    TooFewPlaces,
    announce,
    cancel,
    change,
)

__all__ = [
    "TOLD",
    "AlreadyStarted",
    "BadTimes",
    "Cancelled",
    "Details",
    "NotOpen",
    "NotTakingPart",
    "Nowhere",
    "TooFewPlaces",
    "announce",
    "book",
    "cancel",
    "change",
    "leave",
    "move_up",
]
