"""Ask the council."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import held
from engage.challenges.service import require_open
from engage.interest.models import Interest
from engage.interest.models import State as InterestState
from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.questions import queries
from engage.questions.events import QuestionAsked
from engage.questions.models import Question

MOST_WAITING = 50  # of one supplier


class HasLeft(Refusal):
    """Whoever asks does not take part any more."""


class TooManyWaiting(Refusal):
    """One supplier filled the inbox."""


class TooLateToAsk(Refusal):
    """The engagement goes on, but the time to ask is over."""


def ask(
    session: Session, interest: Interest, *, text: str, confidential: str = "", at: datetime
) -> Question:
    """Put a question to the council; the same words again, while it waits, are the same question.

    ``confidential``: a part they ask the council to keep to itself, and why. The asker is locked,
    so that two clicks are one question.
    """
    held(session, interest.challenge)
    lock(session, interest)
    require_open(interest.challenge, at, "You can no longer ask questions about this challenge.")
    _require_time(interest.challenge, at)
    _require_taking_part(interest)
    waiting, same = queries.waiting_from(session, interest.id, text, confidential)
    if same is not None:
        return session.get_one(Question, same)
    _require_room(waiting)
    question = Question(
        challenge_id=interest.challenge_id,
        authority_id=interest.authority_id,
        interest_id=interest.id,
        text=text,
        confidential=confidential,
        asked_at=at,
    )
    session.add(question)
    session.flush()
    record(session, QuestionAsked(**about(question)), by=interest.id, at=at)
    return question


def _require_taking_part(interest: Interest) -> None:
    if interest.state is not InterestState.CONFIRMED:
        raise HasLeft("You left this challenge. To ask something, take part again.")


def _require_room(waiting: int) -> None:
    if waiting >= MOST_WAITING:
        raise TooManyWaiting(
            f"You have {MOST_WAITING} questions waiting. Wait for an answer before you ask more."
        )


def _require_time(challenge: Challenge, at: datetime) -> None:
    """By the database's clock: [opens, ends)."""
    ends = challenge.questions_end
    if ends is not None and not challenge.takes_questions(at):
        raise TooLateToAsk(
            f"The time to ask questions ended at {spoken(ends)}. "
            "You can still read the answers and send your response."
        )
