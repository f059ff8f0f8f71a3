"""Who may make a pack and take it away. Pure questions."""

from engage.accounts.actor import Actor
from engage.challenges import policy as challenges
from engage.challenges.models import Challenge
from engage.handover.queries import Ready


def may_see(actor: Actor, challenge: Challenge) -> bool:
    return challenges.may_read(actor, challenge)


def may_ask(actor: Actor, challenge: Challenge) -> bool:
    """Those who work at the desk; when is for the service to say."""
    return challenges.may_write(actor, challenge)


def may_take(actor: Actor, ready: Ready) -> bool:
    return challenges.may_read(actor, ready.pack.challenge)
