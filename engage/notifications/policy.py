"""Who may do what with messages. Pure: an actor and a thing in, yes or no out."""

from engage.accounts.actor import DESK_WRITERS, Actor
from engage.notifications.models import Message, Sending


def may_read_message(actor: Actor, message: Message) -> bool:
    """Whoever the loader finds it for: it looks for what this person's desk shows."""
    return actor.is_council_side and message.challenge_id is not None


def may_try_again(actor: Actor, message: Message) -> bool:
    """Those who work at the desk of the council that owes it."""
    council = message.authority_id
    return council is not None and actor.holds(council, *DESK_WRITERS)


def may_read_sending(actor: Actor, sending: Sending) -> bool:
    """Whoever the loader finds it for."""
    return actor.is_council_side and sending.challenge_id is not None


def may_pause(actor: Actor, sending: Sending) -> bool:
    """Those who work at the desk of the council that sends it."""
    council = sending.authority_id
    return council is not None and actor.holds(council, *DESK_WRITERS)
