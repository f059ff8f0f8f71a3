"""Who may write for the library. Everybody may read what is in it."""

from engage.accounts.actor import Actor
from engage.challenges import policy as challenges
from engage.challenges.models import Challenge


def may_read_draft(actor: Actor, challenge: Challenge) -> bool:
    """What is not shared is the lead's own."""
    return challenges.may_read_notes(actor, challenge)


def may_write(actor: Actor, challenge: Challenge) -> bool:
    return challenges.may_write(actor, challenge)


def may_start(actor: Actor) -> bool:
    """Whether this reader could begin a challenge with it."""
    return challenges.may_draft(actor)
