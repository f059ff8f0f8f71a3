"""Who may do what with a workshop. Pure questions."""

from engage.accounts.actor import DESK_WRITERS, Actor
from engage.challenges import policy as challenges
from engage.interest.models import Interest
from engage.interest.policy import may_take_part
from engage.workshops.models import Attendance, Place, Sitting


def may_read(actor: Actor, sitting: Sitting) -> bool:
    """The council's own people: also who comes."""
    return challenges.may_read(actor, sitting.challenge)


def may_manage(actor: Actor, sitting: Sitting) -> bool:
    """Those who work at the desk of this council."""
    return actor.holds(sitting.authority_id, *DESK_WRITERS)


def may_note(actor: Actor, thing: Place | Attendance) -> bool:
    """Who came is noted by those who run the session."""
    return may_manage(actor, thing.sitting)


def may_book(actor: Actor, booking: tuple[Sitting, Interest]) -> bool:
    """A supplier who takes part in the session's challenge."""
    sitting, interest = booking
    return interest.challenge_id == sitting.challenge_id and may_take_part(actor, interest)


def may_use_place(actor: Actor, place: Place) -> bool:
    """The supplier whose place it is."""
    return may_take_part(actor, place.interest)
