"""Who may read, mark and publish what was found in responses. Pure questions.

Every loader has asked the clock already: before responses are unsealed it finds nothing.
"""

from typing import Protocol

from engage.accounts.actor import Actor
from engage.challenges import policy as challenges
from engage.challenges.models import Challenge
from engage.findings.models import Remark


class About(Protocol):
    """Something about one challenge."""

    @property
    def challenge(self) -> Challenge: ...


class OnAnswer(Protocol):
    """A remark, and the challenge that its answer is about."""

    @property
    def challenge(self) -> Challenge: ...
    @property
    def remark(self) -> Remark: ...


def may_come(actor: Actor, challenge: Challenge) -> bool:
    """To the door of the rooms, which says until the end why there is nothing to read."""
    return challenges.may_read(actor, challenge)


def may_read(actor: Actor, about: About) -> bool:
    return challenges.may_read(actor, about.challenge)


def may_write(actor: Actor, challenge: Challenge) -> bool:
    """Those who work at the desk of this council name themes, withhold and publish."""
    return challenges.may_write(actor, challenge)


def may_write_about(actor: Actor, about: About) -> bool:
    return may_write(actor, about.challenge)


def may_take_away(actor: Actor, on: OnAnswer) -> bool:
    """One's own remark; nobody takes away what another noted."""
    return actor.id == on.remark.person_id and challenges.may_read(actor, on.challenge)
