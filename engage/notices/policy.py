"""Who may do what with notices. Pure: an actor and a thing in, yes or no out."""

from engage.accounts.actor import COUNCIL_SIDE, Actor
from engage.challenges.policy import may_draft
from engage.notices.models import SourceNotice

__all__ = ["may_import", "may_read"]

may_import = may_draft


def may_read(actor: Actor, source: SourceNotice) -> bool:
    """The council's own people."""
    return actor.holds(source.authority_id, *COUNCIL_SIDE)
