"""Who may do what with notices. Pure: an actor and a thing in, yes or no out."""

from engage.accounts.actor import COUNCIL_SIDE, Actor
from engage.challenges.policy import may_draft
from engage.challenges.policy import may_read as may_read_challenge
from engage.notices.models import Release, SourceNotice

__all__ = ["may_import", "may_read", "may_read_release"]

may_import = may_draft


def may_read(actor: Actor, source: SourceNotice) -> bool:
    """The council's own people."""
    return actor.holds(source.authority_id, *COUNCIL_SIDE)


def may_read_release(actor: Actor, release: Release) -> bool:
    """Whoever may read its challenge."""
    return may_read_challenge(actor, release.challenge)
