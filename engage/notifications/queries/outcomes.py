"""What messages say of an outcome that is owed."""

from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.notifications.queries.words import Words, about_challenge, one_of
from engage.outcomes.models import FollowUp, OutcomeClock
from engage.workshops.deadlines import last_day


def of_owed(session: Session, subject_id: UUID) -> Words | None:
    """For the council; None once everybody has heard."""
    wanted = about_challenge(OutcomeClock.due_at)
    wanted = wanted.join(OutcomeClock, OutcomeClock.challenge_id == Challenge.id)
    owed = Challenge.stage.in_([Stage.CLOSED, Stage.WITH_BOARD])
    words = one_of(session, wanted.where(Challenge.id == subject_id, owed))
    return words and {**words, "due_on": last_day(words["due_at"])}


def of_answer(session: Session, subject_id: UUID) -> Words | None:
    """What the participant asked, and what the council says to it."""
    wanted = about_challenge(FollowUp.text.label("question"), FollowUp.answer)
    wanted = wanted.join(FollowUp, FollowUp.challenge_id == Challenge.id)
    answered = FollowUp.answered_at.is_not(None)
    return one_of(session, wanted.where(FollowUp.id == subject_id, answered))
