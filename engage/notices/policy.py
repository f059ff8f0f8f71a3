"""Who may do what with notices. Pure: an actor and a thing in, yes or no out."""

from engage.accounts.actor import COUNCIL_SIDE, DESK_WRITERS, Actor
from engage.challenges.policy import may_draft
from engage.challenges.policy import may_read as may_read_challenge
from engage.notices.models import HandIn, Release, Sighting, SourceNotice

__all__ = ["may_answer", "may_import", "may_read", "may_read_release"]

may_import = may_draft


def may_read(actor: Actor, source: SourceNotice) -> bool:
    """The council's own people."""
    return actor.holds(source.authority_id, *COUNCIL_SIDE)


def may_read_release(actor: Actor, release: Release) -> bool:
    """Whoever may read its challenge."""
    return may_read_challenge(actor, release.challenge)


def may_answer(actor: Actor, found: HandIn | Sighting) -> bool:
    """Those who work at the desk of the council whose notice it is, or may be."""
    return actor.holds(found.authority_id, *DESK_WRITERS)
