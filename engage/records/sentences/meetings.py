"""The sentences about workshops, their sessions and places."""

from collections.abc import Mapping

WORKSHOPS: Mapping[str, str | tuple[str, str, str]] = {
    "workshop.announced": "A workshop was announced for {starts_at}. Places: {capacity}",
    "workshop.changed": "A workshop was changed: {fields}",
    "workshop.cancelled": "A workshop was cancelled",
    "session.tomorrow": "People were reminded of a workshop at {starts_at}",
    "feed.made": "Somebody asked for the address of their own calendar",
    "feed.stopped": "Somebody took back the address of their own calendar",
    "place.booked": "A place at a workshop was booked ({rule})",
    "place.waiting": "Number {position} joined the waiting list of a workshop ({rule})",
    "place.moved_up": "The first of a waiting list got a place ({rule})",
    "place.named": "A supplier chose who comes to a workshop",
    "place.offered": "The first who waits was offered a place ({rule}), until {until}",
    "place.accepted": "A place that was offered was taken ({rule})",
    "place.transferred": "Somebody was moved to another session of a workshop ({rule})",
    "place.lapsed": "Nobody took an offered place in time, so it went on ({rule})",
    "attendance.noted": "Somebody was noted as there at a workshop",
    "attendance.taken_back": "A note that somebody came to a workshop was taken back",
    "attendance.exported": "The list of who came to a workshop was taken away",
    "needs.told": "Somebody told what they need to take part in a workshop",
    "needs.read": "The lead of a workshop looked at what people need to take part",
    "workshop.lead_changed": "Somebody else leads a workshop",
    "material.added": "A draft of materials of a workshop was added: {kind}",
    "material.changed": "A draft of materials of a workshop was changed: {kind}",
    "material.withdrawn": (
        "Materials of a workshop were withdrawn: {kind}",
        "was_public",
        "A draft of materials of a workshop was removed: {kind}",
    ),
    "material.refused": (
        "A file of a workshop that was public did not pass a virus scan, and was deleted",
        "was_public",
        "A file of a workshop did not pass the virus scan, and was deleted",
    ),
    "materials.published": (
        "Materials of a workshop were published for everybody: {number}, replacing {replaced}",
        "replaced",
        "Materials of a workshop were published for everybody: {number}",
    ),
    "materials.none": "The council said why a workshop has no materials",
    "materials.due_soon": "The council was reminded of materials due on {due_on}",
    "materials.overdue": "Materials due on {due_on} are late, and the council was told",
    "session.repeated": "A workshop is held again for those who waited: {carried}",
    "session.not_repeated": (
        "The council decided not to repeat a workshop. Places: {capacity}. Waiting: {waiting}"
    ),
    "place.left": (
        "A place at a workshop was given back",
        "was_booked",
        "Somebody left the waiting list of a workshop",
    ),
    "one_to_ones.planned": "A draft of one-to-ones was made",
    "one_to_ones.changed": "A draft of one-to-ones was changed: {fields}",
    "one_to_ones.opened": (
        "Suppliers can ask for {slots} one-to-ones until {closes_at} ({rule})."
        " The lottery is committed to {commitment}",
        "is_lottery",
        "Suppliers can ask for {slots} one-to-ones until {closes_at} ({rule})",
    ),
    "one_to_ones.drawn": (
        "The lottery of one-to-ones was drawn: {given} slots for {entries} entries."
        " Its seed was {seed}, its commitment {commitment}"
    ),
    "one_to_ones.moved": "One-to-ones take place somewhere else",
    "one_to_ones.lead_changed": "Somebody else leads one-to-ones",
    "one_to_ones.needs_told": "Somebody told what they need for a one-to-one",
    "one_to_ones.cancelled": "A series of one-to-ones was cancelled",
    "one_to_one.cancelled": "Slot {number} of a series of one-to-ones was cancelled",
    "one_to_one.tomorrow": "Somebody was reminded of one-to-one {number}",
    "one_to_one.noted": (
        "Notes of one-to-one {number} were published, version {version}",
        "is_published",
        "Notes of one-to-one {number} were saved, version {version}",
    ),
    "one_to_one.asked": "Somebody is in the draw for a one-to-one ({rule})",
    "one_to_one.waiting": "Number {position} waits for a one-to-one ({rule})",
    "one_to_one.suits": "Somebody who waits said anew which one-to-ones suit ({rule})",
    "one_to_one.booked": "One-to-one {number} was given ({rule})",
    "one_to_one.moved_up": "One-to-one {number} became free and went to who waits ({rule})",
    "one_to_one.left": (
        "A one-to-one was given up ({rule})",
        "had_slot",
        "Somebody who waited for a one-to-one left the line ({rule})",
    ),
}
