"""Who may do what with a workshop. Pure questions."""

from engage.accounts.actor import DESK_WRITERS, Actor
from engage.accounts.models import Role
from engage.challenges import policy as challenges
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.interest.policy import may_take_part
from engage.workshops.models import Attendance, Entry, Material, Place, Series, Sitting, Slot


def may_read(actor: Actor, sitting: Sitting) -> bool:
    """The council's own people: also who comes."""
    return challenges.may_read(actor, sitting.challenge)


def may_manage(actor: Actor, sitting: Sitting) -> bool:
    """Those who work at the desk of this council."""
    return actor.holds(sitting.authority_id, *DESK_WRITERS)


def may_read_needs(actor: Actor, sitting: Sitting) -> bool:
    """The lead of the workshop and nobody else: it says something about people's health."""
    return actor.id == sitting.workshop.lead_id and may_manage(actor, sitting)


def may_read_series_needs(actor: Actor, series: Series) -> bool:
    """The same of one-to-ones: whoever made them, or leads them since."""
    return actor.id == series.lead_id and may_manage_series(actor, series)


def may_hand_over(actor: Actor, sitting: Sitting) -> bool:
    """The lead; where there is none, whoever works at this desk; the council's administrators."""
    if actor.holds(sitting.authority_id, Role.COUNCIL_ADMIN):
        return True
    return sitting.workshop.lead_id in (None, actor.id) and may_manage(actor, sitting)


def may_hand_over_series(actor: Actor, series: Series) -> bool:
    """The same of one-to-ones."""
    if actor.holds(series.authority_id, Role.COUNCIL_ADMIN):
        return True
    return series.lead_id in (None, actor.id) and may_manage_series(actor, series)


def may_note(actor: Actor, thing: Place | Attendance) -> bool:
    """Who came is noted by those who run the session."""
    return may_manage(actor, thing.sitting)


def may_read_material(actor: Actor, found: tuple[Sitting, Material]) -> bool:
    """Also a draft. What is not clean is handed to nobody."""
    return may_read(actor, found[0])


def may_manage_material(actor: Actor, found: tuple[Sitting, Material]) -> bool:
    return may_manage(actor, found[0])


def may_book(actor: Actor, booking: tuple[Sitting, Interest]) -> bool:
    """A supplier who takes part in the session's challenge."""
    sitting, interest = booking
    return interest.challenge_id == sitting.challenge_id and may_take_part(actor, interest)


def may_use_place(actor: Actor, place: Place) -> bool:
    """The supplier whose place it is."""
    return may_take_part(actor, place.interest)


def may_read_series(actor: Actor, series: Series) -> bool:
    """The council's own people: also who asks."""
    return challenges.may_read(actor, series.challenge)


def may_plan(actor: Actor, plan: tuple[Challenge, Series | None]) -> bool:
    """Make a series, or change a draft of one: those who work at the desk of this council."""
    return challenges.may_write(actor, plan[0])


def may_manage_series(actor: Actor, thing: Series | Slot) -> bool:
    """Those who work at the desk of this council."""
    return actor.holds(thing.authority_id, *DESK_WRITERS)


def may_note_slot(actor: Actor, slot: Slot) -> bool:
    """Notes are the lead's own until they are published."""
    return may_manage_series(actor, slot)


def may_ask(actor: Actor, asking: tuple[Series, Interest]) -> bool:
    """A supplier who takes part in the challenge of the series."""
    series, interest = asking
    return interest.challenge_id == series.challenge_id and may_take_part(actor, interest)


def may_use_entry(actor: Actor, entry: Entry) -> bool:
    """The supplier who asked."""
    return may_take_part(actor, entry.interest)
