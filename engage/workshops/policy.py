"""Who may do what with a workshop. Pure questions."""

from engage.accounts.actor import DESK_WRITERS, Actor
from engage.challenges import policy as challenges
from engage.interest.models import Interest
from engage.interest.policy import may_take_part
from engage.workshops.models import Place, Workshop


def may_read(actor: Actor, workshop: Workshop) -> bool:
    """The council's own people: also who comes."""
    return challenges.may_read(actor, workshop.challenge)


def may_manage(actor: Actor, workshop: Workshop) -> bool:
    """Those who work at the desk of this council."""
    return actor.holds(workshop.authority_id, *DESK_WRITERS)


def may_book(actor: Actor, booking: tuple[Workshop, Interest]) -> bool:
    """A supplier who takes part in the workshop's challenge."""
    workshop, interest = booking
    return interest.challenge_id == workshop.challenge_id and may_take_part(actor, interest)


def may_use_place(actor: Actor, place: Place) -> bool:
    """The supplier whose place it is."""
    return may_take_part(actor, place.interest)
