"""Reads for the checker: what it finds in the questions of a questionnaire."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.challenges import queries as challenges
from engage.challenges.checker import Asked, check_questions
from engage.challenges.models import Challenge
from engage.challenges.queries import checking
from engage.responses.models import Prompt
from engage.responses.queries.questionnaire import prompts


def advice(session: Session, challenge: Challenge, questions: Sequence[Prompt]) -> checking.Looked:
    """What to look at, in the order of the questions. Two statements.

    A mark is of the question, not of its place: whoever moves a question dismisses nothing.
    """
    asked = [Asked(each.text, each.purpose, each.help) for each in questions]
    lists = checking.lists_of(session, challenge.authority_id)
    named = {field_of(number): str(each.id) for number, each in enumerate(questions, start=1)}
    looked = check_questions(asked, challenge.purposes, lists, under=challenge.portal)
    found = [
        checking.Noted(checking.mark_of(challenge.id, replace(each, field=named[each.field])), each)
        for each in looked
    ]
    return checking.sorted_out(session, challenge.id, found)


def advice_for_desk(
    session: Session, actor: Actor, ref: str, mark: str
) -> checking.FindingAt | None:
    """Something to look at in the questionnaire of a challenge that the actor sees at the desk."""
    challenge = challenges.for_desk(session, actor, ref)
    if challenge is None:
        return None
    noted = advice(session, challenge, prompts(session, challenge.id)).at(mark)
    return checking.FindingAt(challenge, noted) if noted else None


def field_of(number: int) -> str:
    """What the checker calls the question at this place, the first being 1."""
    return f"question-{number}"
