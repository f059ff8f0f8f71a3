"""Who may do what with a challenge. Pure: an actor and a thing in, yes or no out."""

from engage.accounts.actor import COUNCIL_SIDE, DESK_WRITERS, Actor
from engage.challenges.models import Challenge, ChallengeDocument


def may_read(actor: Actor, challenge: Challenge) -> bool:
    """The council's own people: officers, approvers, administrators, auditors."""
    return actor.holds(challenge.authority_id, *COUNCIL_SIDE)


def may_write(actor: Actor, challenge: Challenge) -> bool:
    """Those who work at the desk of this council."""
    return actor.holds(challenge.authority_id, *DESK_WRITERS)


def may_draft(actor: Actor) -> bool:
    """Those who work at the desk of any council."""
    return bool(actor.authorities(*DESK_WRITERS))


def may_ask(actor: Actor) -> bool:
    """Whoever is signed in; with the challenge at hand the view asks again."""
    return actor.is_authenticated


def may_read_document(actor: Actor, document: ChallengeDocument) -> bool:
    """Also before it is published. What is not clean is handed to nobody."""
    return may_read(actor, document.challenge)


def may_write_document(actor: Actor, document: ChallengeDocument) -> bool:
    return may_write(actor, document.challenge)
