"""The verbs of questions: ask, answer to everybody, decline. None commits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.queries import held, locked
from engage.challenges.service import require_open
from engage.interest.models import Interest
from engage.interest.models import State as InterestState
from engage.kernel.errors import ChangedMeanwhile, Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.questions import queries
from engage.questions.events import QuestionAnswered, QuestionAsked, QuestionDeclined
from engage.questions.models import Question, State

MOST_WAITING = 50  # of one supplier


class HasLeft(Refusal):
    """Whoever asks does not take part any more."""


class TooManyWaiting(Refusal):
    """One supplier filled the inbox."""


class ChallengeWithdrawn(Refusal):
    """Nothing more is published about it."""


def ask(session: Session, interest: Interest, *, text: str, at: datetime) -> Question:
    """Put a question to the council; the same words again, while it waits, are the same question.

    The asker is locked, so that two clicks are one question.
    """
    held(session, interest.challenge)
    lock(session, interest)
    require_open(interest.challenge, at, "You can no longer ask questions about this challenge.")
    if interest.state is not InterestState.CONFIRMED:
        raise HasLeft("You left this challenge. To ask something, take part again.")
    waiting, same = queries.waiting_from(session, interest.id, text)
    if same is not None:
        return session.get_one(Question, same)
    if waiting >= MOST_WAITING:
        raise TooManyWaiting(
            f"You have {MOST_WAITING} questions waiting. Wait for an answer before you ask more."
        )
    question = Question(
        challenge_id=interest.challenge_id,
        authority_id=interest.authority_id,
        interest_id=interest.id,
        text=text,
        asked_at=at,
    )
    session.add(question)
    session.flush()
    record(session, QuestionAsked(**about(question)), by=interest.id, at=at)
    return question


def answer(
    session: Session,
    question: Question,
    *,
    public_text: str,
    answer: str,
    by: UUID,
    at: datetime,
) -> None:
    """Publish question and answer to everybody alike, without the asker (PA 2023 s.16(3)).

    The number is given now, so it tells nothing of when the question was asked. The same again
    changes nothing.
    """
    _lock(session, question)
    if _is_so(question, State.ANSWERED, public_text=public_text, answer=answer):
        return
    _require_waiting(question)
    question.number = _next_number(session, question.challenge_id)
    question.public_text, question.answer = public_text, answer
    question.state, question.answered_at = State.ANSWERED, at
    fact = QuestionAnswered(number=question.number, **about(question))
    record(session, fact, by=by, at=at)


def decline(session: Session, question: Question, *, reason: str, by: UUID, at: datetime) -> None:
    """Answer nothing, and tell the asker why; nothing is published."""
    _lock(session, question)
    if _is_so(question, State.DECLINED, answer=reason):
        return
    _require_waiting(question)
    question.answer = reason
    question.state, question.answered_at = State.DECLINED, at
    record(session, QuestionDeclined(**about(question)), by=by, at=at)


def _lock(session: Session, question: Question) -> None:
    """The challenge and then the question, as they are now, until the transaction ends."""
    locked(session, question.challenge)
    lock(session, question)


def _is_so(question: Question, state: State, **words: str) -> bool:
    return question.state is state and all(
        getattr(question, name) == text for name, text in words.items()
    )


def _require_waiting(question: Question) -> None:
    if question.state is not State.ASKED:
        said = question.answer
        saved = {"public_text": question.public_text, "answer": said, "reason": said}
        raise ChangedMeanwhile(
            question.state,
            saved,
            "Somebody dealt with this question after you opened it. "
            "What you typed was not published: it is below, beside theirs.",
        )
    if question.challenge.stage is Stage.WITHDRAWN:
        raise ChallengeWithdrawn(
            "This challenge was withdrawn, so nothing more is published about it."
        )


def _next_number(session: Session, challenge_id: UUID) -> int:
    """One after the last. The challenge is locked, so two officers never get the same."""
    last = select(func.max(Question.number)).where(Question.challenge_id == challenge_id)
    return (session.scalar(last) or 0) + 1
