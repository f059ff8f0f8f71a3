"""Rows of findings for tests; say only what the test is about."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.findings.models import (
    Colour,
    Ground,
    PublicCopy,
    Redaction,
    Remark,
    Requirement,
    RequirementKind,
    SentAnswer,
    Theme,
    ThemeAnswer,
)
from engage.interest.models import Interest
from engage.responses.models import Prompt, Response, Submission
from tests.rows import NOW, add


def a_sent_answer(session: Session, holder: Interest, prompt: Prompt, **about: Any) -> SentAnswer:
    """An answer as the worker files it; the participant has sent a response already."""
    sent = session.scalars(
        select(Submission)
        .join(Response, Response.id == Submission.response_id)
        .where(Response.interest_id == holder.id, Submission.replaced_at.is_(None))
    ).one()
    values = {
        "challenge_id": holder.challenge_id,
        "prompt_id": prompt.id,
        "submission_id": sent.id,
        "interest_id": holder.id,
        "text": sent.answers.get(str(prompt.id), "Sensors."),
    }
    return add(session, SentAnswer(**(values | about)))


def a_remark(session: Session, answer: SentAnswer, person: Person, **about: Any) -> Remark:
    values = {
        "answer_id": answer.id,
        "person_id": person.id,
        "begins": 0,
        "ends": 0,
        "colour": Colour.NONE,
        "note": "Ask them how.",
        "made_at": NOW,
    }
    return add(session, Remark(**(values | about)))


def a_theme(session: Session, *answers: SentAnswer, **about: Any) -> Theme:
    """A theme of the question that these answers are to."""
    challenge = session.get_one(Challenge, answers[0].challenge_id)
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "prompt_id": answers[0].prompt_id,
        "name": "Sensors",
        "terms": ["sensors"],
        "summary": [],
        "made_at": NOW,
    }
    theme = add(session, Theme(**(values | about)))
    for answer in answers:
        add(session, ThemeAnswer(theme_id=theme.id, answer_id=answer.id))
    return theme


def a_requirement(session: Session, answer: SentAnswer, **about: Any) -> Requirement:
    challenge = session.get_one(Challenge, answer.challenge_id)
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "kind": RequirementKind.REQUIREMENT,
        "text": "It works without the internet.",
        "made_at": NOW,
    }
    return add(session, Requirement(**(values | about)))


def a_redaction(session: Session, answer: SentAnswer, person: Person, **about: Any) -> Redaction:
    values = {
        "answer_id": answer.id,
        "begins": 0,
        "ends": 3,
        "ground": Ground.COMMERCIAL,
        "made_by": person.id,
        "made_at": NOW,
    }
    return add(session, Redaction(**(values | about)))


def a_public_copy(session: Session, answer: SentAnswer, **about: Any) -> PublicCopy:
    values = {
        "challenge_id": answer.challenge_id,
        "submission_id": answer.submission_id,
        "number": 1,
        "answers": [{"question": "How?", "answer": "Carefully."}],
        "made_at": NOW,
    }
    return add(session, PublicCopy(**(values | about)))
