"""Answer to everybody, one question or several at once; or decline. None commits."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.queries import locked
from engage.kernel.errors import ChangedMeanwhile, Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.questions.anonymity import repeats
from engage.questions.events import QuestionAnswered, QuestionBundled, QuestionDeclined
from engage.questions.models import Question, Ruling, State


class ChallengeWithdrawn(Refusal):
    """Nothing more is published about it."""


class NotSettled(Refusal):
    """What becomes of a confidential part is not decided, or the words would publish it."""


class NoLongerWaits(Refusal):
    """One of those to be answered together was dealt with meanwhile."""


def answer(
    session: Session,
    question: Question,
    *,
    public_text: str,
    answer: str,
    also: Collection[UUID] = (),
    by: UUID,
    at: datetime,
) -> None:
    """Publish question and answer to everybody alike, without the asker (PA 2023 s.16(3)).

    ``also``: other waiting questions that the same words answer; they get no number. The number is
    given now, so it tells nothing of when the question was asked. The same again changes nothing.
    """
    _lock(session, question)
    if _is_so(question, State.ANSWERED, public_text=public_text, answer=answer):
        return
    require_waiting(question)
    others = _waiting(session, question, also)
    _require_settled((question, *others), f"{public_text}\n{answer}")
    question.number = _next_number(session, question.challenge_id)
    question.public_text, question.answer = public_text, answer
    question.state, question.answered_at = State.ANSWERED, at
    fact = QuestionAnswered(number=question.number, **about(question))
    record(session, fact, by=by, at=at)
    for each in others:
        _answer_with(session, each, question, by=by, at=at)


def decline(session: Session, question: Question, *, reason: str, by: UUID, at: datetime) -> None:
    """Answer nothing, and tell the asker why; nothing is published."""
    _lock(session, question)
    if _is_so(question, State.DECLINED, answer=reason):
        return
    require_waiting(question)
    question.answer = reason
    question.state, question.answered_at = State.DECLINED, at
    record(session, QuestionDeclined(**about(question)), by=by, at=at)


def _lock(session: Session, question: Question) -> None:
    """The challenge and then the question, as they are now, until the transaction ends."""
    locked(session, question.challenge)
    lock(session, question)


def _waiting(session: Session, question: Question, ids: Collection[UUID]) -> list[Question]:
    """Those others, each waiting still. The challenge is locked, so they stay so."""
    if not ids:
        return []
    wanted = select(Question).where(
        Question.id.in_(ids),
        Question.id != question.id,
        Question.challenge_id == question.challenge_id,
        Question.state == State.ASKED,
    )
    found = session.scalars(wanted.order_by(Question.id).with_for_update(of=Question)).all()
    if len(found) != len(set(ids)):
        raise NoLongerWaits(
            "Somebody dealt with a question you ticked, so nothing was published. Look at the "
            "questions that still wait, and publish again."
        )
    return list(found)


def _answer_with(
    session: Session, question: Question, published: Question, *, by: UUID, at: datetime
) -> None:
    question.answered_with_id = published.id
    question.state, question.answered_at = State.ANSWERED, at
    fact = QuestionBundled(number=published.number or 0, **about(question))
    record(session, fact, by=by, at=at)


def _require_settled(questions: Sequence[Question], told: str) -> None:
    """Nothing that is, or may become, confidential is in what is published."""
    for each in questions:
        _require_one_settled(each, told)


def _require_one_settled(question: Question, told: str) -> None:
    if question.waits_for_ruling:
        raise NotSettled(
            "The supplier asks you to keep a part confidential. Decide about that first."
        )
    if question.waits_for_choice:
        raise NotSettled(
            "You did not keep a part confidential, so the supplier chooses first whether all of it "
            "is published or nothing. Until then nothing is."
        )
    if question.ruling is Ruling.KEPT and (words := repeats(question.confidential, told)):
        raise NotSettled(
            f"These words are in the part that stays confidential: “{words}”. Take them out."
        )


def _is_so(question: Question, state: State, **words: str) -> bool:
    return question.state is state and all(
        getattr(question, name) == text for name, text in words.items()
    )


def require_waiting(question: Question) -> None:
    """Refuse when a colleague dealt with it, or nothing more is published."""
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
