"""Who may do what with messages. Pure: an actor and a thing in, yes or no out."""

from engage.accounts.actor import DESK_WRITERS, Actor
from engage.notifications.models import Message


def may_try_again(actor: Actor, message: Message) -> bool:
    """Those who work at the desk of the council that owes it."""
    council = message.authority_id
    return council is not None and actor.holds(council, *DESK_WRITERS)
