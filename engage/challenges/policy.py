"""Who may do what with a challenge. Pure: an actor and a thing in, yes or no out."""

from engage.accounts.actor import COUNCIL_SIDE, DESK_WRITERS, Actor
from engage.challenges.models import Challenge


def may_read(actor: Actor, challenge: Challenge) -> bool:
    """The council's own people: officers, approvers, administrators, auditors."""
    return actor.holds(challenge.authority_id, *COUNCIL_SIDE)


def may_write(actor: Actor, challenge: Challenge) -> bool:
    """Those who work at the desk of this council."""
    return actor.holds(challenge.authority_id, *DESK_WRITERS)


def may_draft(actor: Actor) -> bool:
    """Those who work at the desk of any council."""
    return bool(actor.authorities(*DESK_WRITERS))
