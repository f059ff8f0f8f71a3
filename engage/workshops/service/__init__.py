"""The verbs of workshops: plan, book, leave, move up. The only writers; none commits.

Rows are locked in one order: the interest, the workshop, its sessions, their places. Who holds the
session's lock decides over its places, so the last one is never sold twice.
"""

from engage.workshops.service.attending import (
    OPENS_BEFORE,
    HasNoPlace,
    TooEarly,
    TooLate,
    TooManyWalkedIn,
    may_note_at,
    note_attendance_export,
    note_here,
    take_back,
    walk_in,
)
from engage.workshops.service.booking import (
    EnoughPlaces,
    NotTakingPart,
    NotThatWay,
    book,
    leave,
)
from engage.workshops.service.clockwork import lapse_due, remind_due
from engage.workshops.service.deadlines import materials_due
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
from engage.workshops.service.feeds import FEED, TooSoon, renew_feed, stop_feed
from engage.workshops.service.forgetting import NEEDS, RETENTION, forget_due
from engage.workshops.service.materials import BadMaterial
from engage.workshops.service.naming import TooManyNames, name_attendee
from engage.workshops.service.needs import (
    Needs,
    NotOfTheCouncil,
    hand_over,
    hand_over_series,
    note_needs_read,
    tell_entry_needs,
    tell_needs,
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
from engage.workshops.service.publishing import NotHeld, NothingReady, condemn
from engage.workshops.service.repeating import FewerEach, NotFull, decline, repeat
from engage.workshops.service.seats import AlreadyStarted, Cancelled, NoPlace
from engage.workshops.service.waiting import OfferEnded, accept, lapse, move_up

__all__ = [
    "FEED",
    "NEEDS",
    "OPENS_BEFORE",
    "RETENTION",
    "TOLD",
    "AlreadyStarted",
    "BadMaterial",
    "BadTimes",
    "Cancelled",
    "Details",
    "EnoughPlaces",
    "FewerEach",
    "HasNoPlace",
    "Needs",
    "NoPlace",
    "NoPlaces",
    "NotFull",
    "NotHeld",
    "NotOfTheCouncil",
    "NotOpen",
    "NotTakingPart",
    "NotThatWay",
    "NothingReady",
    "Nowhere",
    "OfferEnded",
    "TooEarly",
    "TooFewPlaces",
    "TooLate",
    "TooMany",
    "TooManyNames",
    "TooManyWalkedIn",
    "TooSoon",
    "When",
    "accept",
    "add",
    "announce",
    "book",
    "cancel",
    "cancel_workshop",
    "change",
    "condemn",
    "decline",
    "forget_due",
    "hand_over",
    "hand_over_series",
    "lapse",
    "lapse_due",
    "leave",
    "materials_due",
    "may_note_at",
    "move_up",
    "name_attendee",
    "note_attendance_export",
    "note_here",
    "note_needs_read",
    "remind_due",
    "renew_feed",
    "repeat",
    "stop_feed",
    "take_back",
    "tell_entry_needs",
    "tell_needs",
    "version_of",
    "walk_in",
]
