"""Who may do what with outcomes, and what feedback needs. Pure."""

from typing import Protocol

from engage.accounts.actor import Actor
from engage.challenges import policy as challenges
from engage.challenges.models import Challenge
from engage.outcomes.models import Feedback, Result

SHORTEST = 40  # characters for somebody who took the trouble to respond


class About(Protocol):
    """Something that shows one piece of feedback."""

    @property
    def feedback(self) -> Feedback: ...


def may_read(actor: Actor, challenge: Challenge) -> bool:
    return challenges.may_read(actor, challenge)


def may_write(actor: Actor, challenge: Challenge) -> bool:
    return challenges.may_write(actor, challenge)


def may_read_drafts(actor: Actor, challenge: Challenge) -> bool:
    """What nobody has approved or published is the lead's."""
    return challenges.may_read_notes(actor, challenge)


def may_read_feedback(actor: Actor, thing: About) -> bool:
    """A joint council reads it when it is approved."""
    challenge = thing.feedback.challenge
    approved = thing.feedback.approved_at is not None
    return may_read_drafts(actor, challenge) or (approved and challenges.may_read(actor, challenge))


def may_write_feedback(actor: Actor, thing: About) -> bool:
    return challenges.may_write(actor, thing.feedback.challenge)


class Concerned(Protocol):
    """Something about one challenge."""

    @property
    def challenge(self) -> Challenge: ...


def may_write_about(actor: Actor, thing: Concerned) -> bool:
    return may_write(actor, thing.challenge)


def is_complete(result: Result, text: str) -> bool:
    """Whether feedback says enough to be approved."""
    return result is Result.TOOK_PART or len(text.strip()) >= SHORTEST
