"""Who may read and keep the ledger. Pure questions. It is the lead council's own."""

from typing import Protocol

from engage.accounts.actor import Actor
from engage.challenges import policy as challenges
from engage.challenges.models import Challenge


class About(Protocol):
    """Something about one challenge."""

    @property
    def challenge(self) -> Challenge: ...


def may_read(actor: Actor, challenge: Challenge) -> bool:
    """The council's own people; never the board, a supplier or another council."""
    return challenges.may_read_notes(actor, challenge)


def may_read_about(actor: Actor, about: About) -> bool:
    return may_read(actor, about.challenge)


def may_write(actor: Actor, challenge: Challenge) -> bool:
    """Those who work at the desk of this council."""
    return challenges.may_write(actor, challenge)


def may_write_about(actor: Actor, about: About) -> bool:
    return may_write(actor, about.challenge)
