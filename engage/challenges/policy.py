"""Who may do what with a challenge. Pure: an actor and a thing in, yes or no out."""

from typing import Protocol

from engage.accounts.actor import COUNCIL_SIDE, DESK_WRITERS, Actor
from engage.accounts.models import Role
from engage.authorities.models import Authority
from engage.challenges.models import Challenge, ChallengeDocument, CouncilWord


class OfChallenge(Protocol):
    """Something that belongs to one challenge."""

    @property
    def challenge(self) -> Challenge: ...


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


def may_dismiss(actor: Actor, found: OfChallenge) -> bool:
    """Those who may write the statement it is about; what was dismissed they may take back."""
    return may_write(actor, found.challenge)


def may_read_words(actor: Actor, authority: Authority) -> bool:
    """Everybody who reads the desk sees which words are looked for."""
    return actor.holds(authority.id, *COUNCIL_SIDE)


def may_change_words(actor: Actor, authority: Authority) -> bool:
    """Administrators of this council."""
    return actor.holds(authority.id, Role.COUNCIL_ADMIN)


def may_undo_word(actor: Actor, word: CouncilWord) -> bool:
    """Administrators of the council whose change it is."""
    return may_change_words(actor, word.authority)
