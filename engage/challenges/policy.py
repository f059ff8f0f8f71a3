"""Who may do what with a challenge. Pure: an actor and a thing in, yes or no out."""

from typing import Protocol

from engage.accounts.actor import COUNCIL_SIDE, DESK_WRITERS, Actor
from engage.accounts.models import Role
from engage.authorities.models import Authority
from engage.challenges.models import (
    Challenge,
    ChallengeDocument,
    CouncilTemplate,
    CouncilWord,
    OutsideParty,
    Partner,
    Sharing,
)


class OfChallenge(Protocol):
    """Something that belongs to one challenge."""

    @property
    def challenge(self) -> Challenge: ...


def may_read(actor: Actor, challenge: Challenge) -> bool:
    """Officers, approvers, administrators and auditors of the council, and of joint ones."""
    own = actor.holds(challenge.authority_id, *COUNCIL_SIDE)
    return own or any(
        actor.holds(each.council_id, *COUNCIL_SIDE) for each in challenge.partners if each.is_joint
    )


def may_read_notes(actor: Actor, challenge: Challenge) -> bool:
    """What is the lead's own, and of no joint council: notes and reasons of its people, what it
    has not published, and what its people and its board declared."""
    return actor.holds(challenge.authority_id, *COUNCIL_SIDE)


def may_write(actor: Actor, challenge: Challenge) -> bool:
    """Those who work at the desk of this council."""
    return actor.holds(challenge.authority_id, *DESK_WRITERS)


def may_remove_party(actor: Actor, party: OutsideParty) -> bool:
    return may_write(actor, party.challenge)


def may_approve(actor: Actor, challenge: Challenge) -> bool:
    """The approvers of this council; not about every statement: see ``service.why_not``."""
    return actor.holds(challenge.authority_id, Role.APPROVER)


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


def may_see_shared(actor: Actor) -> bool:
    """Whoever is at the side of any council."""
    return actor.is_council_side


def may_accept(actor: Actor, partner: Partner) -> bool:
    """The side that was asked: the other council to join, the lead to have a sponsor."""
    asked = partner.council_id if partner.sharing is Sharing.JOINT else partner.authority_id
    return actor.holds(asked, *DESK_WRITERS)


def may_part(actor: Actor, partner: Partner) -> bool:
    """Those who work at the desk of either council."""
    return actor.holds(partner.council_id, *DESK_WRITERS) or actor.holds(
        partner.authority_id, *DESK_WRITERS
    )


def may_share(actor: Actor, challenge: Challenge) -> bool:
    """Those who work at the desk of a council other than the one that leads."""
    return bool(actor.authorities(*DESK_WRITERS) - {challenge.authority_id})


def may_read_templates(actor: Actor, authority: Authority) -> bool:
    """Everybody who reads the desk."""
    return actor.holds(authority.id, *COUNCIL_SIDE)


def may_keep_templates(actor: Actor, authority: Authority) -> bool:
    """Those who write statements here, and administrators."""
    return actor.holds(authority.id, *DESK_WRITERS, Role.COUNCIL_ADMIN)


def may_change_template(actor: Actor, template: CouncilTemplate) -> bool:
    return may_keep_templates(actor, template.authority)
