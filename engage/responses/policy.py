"""Who may do what with questionnaires and responses. Pure questions."""

from datetime import datetime
from typing import Protocol

from engage.accounts.actor import Actor
from engage.challenges import policy as challenges
from engage.challenges.models import Challenge
from engage.interest import policy as interest
from engage.interest.models import Interest
from engage.responses.models import Prompt


class About(Protocol):
    """Something about a challenge."""

    @property
    def challenge(self) -> Challenge: ...


class Owned(Protocol):
    """Something that one participant writes."""

    @property
    def interest(self) -> Interest: ...


def is_unsealed(challenge: Challenge, at: datetime) -> bool:
    """The one place that decides when responses may be read.

    From the end, by the clock; as they come where suppliers were told so when it was published;
    when two officers have opened them where they are sealed with keys.
    """
    if challenge.is_sealed_with_keys:
        return challenge.opened_at is not None
    if challenge.is_read_as_it_comes and challenge.published_at is not None:
        return at >= challenge.published_at
    return challenge.ended(at)


def is_final(challenge: Challenge, at: datetime) -> bool:
    """Whether they may be read and can no longer change: what is made public, and what a board
    looks at, waits for this."""
    return is_unsealed(challenge, at) and challenge.ended(at)


def may_read_responses(actor: Actor, challenge: Challenge, at: datetime) -> bool:
    """Council side, and only when they are unsealed. Not even a count before."""
    return may_ask_for_responses(actor, challenge) and is_unsealed(challenge, at)


def may_ask_for_responses(actor: Actor, challenge: Challenge) -> bool:
    """Come to the page of responses, which says until the end why it shows none."""
    return challenges.may_read(actor, challenge)


def may_count_responses(challenge: Challenge, at: datetime) -> bool:
    """Whether the council may know how many there are: suppliers were told if it may early."""
    return challenge.counts_shown or is_unsealed(challenge, at)


def may_read_sent(actor: Actor, sent: About) -> bool:
    """What ``queries.unsealed`` let through: it asked the clock."""
    return challenges.may_read(actor, sent.challenge)


def may_see_questionnaire(actor: Actor, challenge: Challenge) -> bool:
    return challenges.may_read(actor, challenge)


def may_read_dismissals(actor: Actor, challenge: Challenge) -> bool:
    """Why people of the lead did not follow advice is theirs."""
    return challenges.may_read_notes(actor, challenge)


def may_edit_questionnaire(actor: Actor, challenge: Challenge) -> bool:
    """Whether it may still change is a rule of its own, and says why not."""
    return challenges.may_write(actor, challenge)


def may_enter(actor: Actor, challenge: Challenge) -> bool:
    """Who writes for the council enters what came on paper; a rule of its own says until when."""
    return challenges.may_write(actor, challenge)


def may_confirm_entry(actor: Actor, found: About) -> bool:
    return may_enter(actor, found.challenge)


def may_dismiss_advice(actor: Actor, found: About) -> bool:
    return may_edit_questionnaire(actor, found.challenge)


def may_edit_prompt(actor: Actor, prompt: Prompt) -> bool:
    return may_edit_questionnaire(actor, prompt.challenge)


def may_attach(actor: Actor) -> bool:
    """Whoever takes part somewhere; with the response at hand the view asks again."""
    return actor.is_authenticated or bool(actor.passes)


def may_respond(actor: Actor, own: Owned) -> bool:
    """The supplier whose response it is, and nobody else."""
    return interest.may_take_part(actor, own.interest)
