"""How much the checker found that still waits: one number, on every page where somebody decides.

It lives here because it is about two rooms: the statement, and the questionnaire.
"""

from typing import NamedTuple

from sqlalchemy.orm import object_session

from engage.challenges.models import Challenge
from engage.challenges.queries import checking
from engage.kernel.clock import now
from engage.responses import queries as questions
from engage.responses import service as questionnaire
from engage.spaces.views.blueprint import bp


class Waiting(NamedTuple):
    """As many as the page of the checker and that of the questionnaire show."""

    statement: int
    questions: int


@bp.app_template_global()
def advice_waiting(challenge: Challenge) -> Waiting:
    """What nobody has changed or dismissed before this challenge is published."""
    session = object_session(challenge)
    if session is None:
        raise RuntimeError("a page shows a challenge that its transaction does not know")
    at = now(session)
    looked = checking.findings(session, challenge, at).waiting
    if questionnaire.why_frozen(challenge, at):
        return Waiting(len(looked), 0)
    asked = questions.prompts(session, challenge.id)
    return Waiting(len(looked), len(questions.advice(session, challenge, asked).waiting))
