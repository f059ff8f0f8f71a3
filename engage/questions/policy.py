"""Who may do what with a question. Pure questions themselves."""

from engage.accounts.actor import Actor
from engage.challenges import policy as challenges
from engage.interest import policy as interest
from engage.interest.models import Interest
from engage.questions.models import Question


def may_ask(actor: Actor, holder: Interest) -> bool:
    """Whoever takes part in the challenge."""
    return interest.may_take_part(actor, holder)


def may_read(actor: Actor, question: Question) -> bool:
    """The council's own people."""
    return challenges.may_read(actor, question.challenge)


def may_answer(actor: Actor, question: Question) -> bool:
    """Those who work at the desk of this council."""
    return challenges.may_write(actor, question.challenge)
