"""What messages say of the time to ask, and of what is asked back."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.notifications.queries.words import Words, about_challenge, one_of
from engage.questions.models import Question, State
from engage.questions.queries import OF_COUNCIL


def of_asking(session: Session, subject_id: UUID) -> Words | None:
    """Until when suppliers may ask, by when they are answered, and how many wait."""
    waits = Question.challenge_id == Challenge.id, OF_COUNCIL
    waiting = select(func.count()).select_from(Question).where(*waits).scalar_subquery()
    columns = Challenge.questions_end, Challenge.answers_by, waiting.label("waiting")
    return one_of(session, about_challenge(*columns).where(Challenge.id == subject_id))


def of_asked_back(session: Session, subject_id: UUID) -> Words | None:
    """What the council wants to know; None once the asker replied, or it is dealt with."""
    wanted = about_challenge(Question.said, Question.state)
    wanted = wanted.join(Question, Question.challenge_id == Challenge.id)
    words = one_of(session, wanted.where(Question.id == subject_id))
    if not words or words["state"] is not State.ASKED or not words["said"]:
        return None
    last = words["said"][-1]
    return {**words, "asked": last["text"]} if last["council"] else None


def of_ruling(session: Session, subject_id: UUID) -> Words | None:
    """Why a part is kept confidential, or not; None once the question is dealt with."""
    columns = Question.ruled_because.label("because"), Question.state, Challenge.answers_by
    wanted = about_challenge(*columns).join(Question, Question.challenge_id == Challenge.id)
    words = one_of(session, wanted.where(Question.id == subject_id))
    return words if words and words["state"] is State.ASKED else None
