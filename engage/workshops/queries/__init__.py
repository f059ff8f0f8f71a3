"""Reads of workshops, sessions and places, each shaped for the page or task that asks."""

from engage.workshops.queries.attending import (
    attendance_for_desk,
    expected,
    expected_after,
    place_for_desk,
    turnout,
    walked_in,
)
from engage.workshops.queries.desk import (
    count_of_challenge,
    counts,
    for_desk,
    number_of_sittings,
    of_challenge,
    others_of,
    others_to_come,
    people,
    standing,
    to_come,
    to_tell_of_all,
    waiting_for,
)
from engage.workshops.queries.feeds import calendar_of, feed, has_feed
from engage.workshops.queries.groups import held_by_supplier, same_supplier
from engage.workshops.queries.lines import (
    HELD,
    attendee_of,
    freed_by,
    holders,
    position,
    waiting_position,
)
from engage.workshops.queries.materials import (
    after,
    after_each,
    material_for_desk,
    missing,
    public_material,
)
from engage.workshops.queries.needs import (
    could_lead,
    count_needs,
    needs_for_lead,
    needs_of,
    told_before,
)
from engage.workshops.queries.public import announced
from engage.workshops.queries.repeating import suggests_again
from engage.workshops.queries.rooms import (
    RoomSitting,
    for_room,
    in_room,
    one_for_room,
    own_place,
)

__all__ = [
    "HELD",
    "RoomSitting",
    "after",
    "after_each",
    "announced",
    "attendance_for_desk",
    "attendee_of",
    "calendar_of",
    "could_lead",
    "count_needs",
    "count_of_challenge",
    "counts",
    "expected",
    "expected_after",
    "feed",
    "for_desk",
    "for_room",
    "freed_by",
    "has_feed",
    "held_by_supplier",
    "holders",
    "in_room",
    "material_for_desk",
    "missing",
    "needs_for_lead",
    "needs_of",
    "number_of_sittings",
    "of_challenge",
    "one_for_room",
    "others_of",
    "others_to_come",
    "own_place",
    "people",
    "place_for_desk",
    "position",
    "public_material",
    "same_supplier",
    "standing",
    "suggests_again",
    "to_come",
    "to_tell_of_all",
    "told_before",
    "turnout",
    "waiting_for",
    "waiting_position",
    "walked_in",
]
