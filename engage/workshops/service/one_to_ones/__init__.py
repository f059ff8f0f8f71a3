"""The verbs of one-to-ones: plan, open, ask, draw, give up, note. None commits.

Rows are locked in one order: the interest, the series, its slots, its entries. Who holds the lock
of the series decides over its slots, so that no slot is given twice.
"""

from engage.workshops.service.one_to_ones.asking import NotAsking, SlotTaken, ask, leave
from engage.workshops.service.one_to_ones.drawing import (
    NotALottery,
    TooEarly,
    draw,
    draw_due,
    public_json,
)
from engage.workshops.service.one_to_ones.giving import RULES, give_free, to_come
from engage.workshops.service.one_to_ones.lottery import ALGORITHM
from engage.workshops.service.one_to_ones.moving import NotOpenYet, Where, move
from engage.workshops.service.one_to_ones.noting import NothingToNote, note
from engage.workshops.service.one_to_ones.pattern import (
    BadPattern,
    Pattern,
    pattern_of,
    slots_of,
)
from engage.workshops.service.one_to_ones.planning import (
    IsOpen,
    SeriesDetails,
    cancel,
    cancel_slot,
    change,
    open_asking,
    plan,
)
from engage.workshops.service.one_to_ones.reminding import remind_of_slots

__all__ = [
    "ALGORITHM",
    "RULES",
    "BadPattern",
    "IsOpen",
    "NotALottery",
    "NotAsking",
    "NotOpenYet",
    "NothingToNote",
    "Pattern",
    "SeriesDetails",
    "SlotTaken",
    "TooEarly",
    "Where",
    "ask",
    "cancel",
    "cancel_slot",
    "change",
    "draw",
    "draw_due",
    "give_free",
    "leave",
    "move",
    "note",
    "open_asking",
    "pattern_of",
    "plan",
    "public_json",
    "remind_of_slots",
    "slots_of",
    "to_come",
]
