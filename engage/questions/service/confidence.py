"""A part that the asker wants to be kept confidential: the council rules, the asker chooses.

Accepted, the part is never published; and because nobody may have an advantage (PA 2023 s.16(3)),
the answer must not depend on it. Refused, nothing of the question is published before the asker
says so: they let all of it be published, or take it back. Whoever says nothing is not published.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.queries import held, locked
from engage.interest.models import Interest
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.questions.events import (
    QuestionConfidenceRuled,
    QuestionConfidenceWaived,
    QuestionTakenBack,
)
from engage.questions.models import Question, Ruling, State
from engage.questions.service.answering import require_waiting
from engage.questions.service.asking_back import NotYourTurn


class NothingToRule(Refusal):
    """No part is to be kept confidential, or that is settled."""


def rule(
    session: Session, question: Question, *, keep: bool, because: str, by: UUID, at: datetime
) -> None:
    """Say whether the part stays confidential, and tell the asker. The same again is nothing."""
    locked(session, question.challenge)
    lock(session, question)
    ruling = Ruling.KEPT if keep else Ruling.REFUSED
    if (question.ruling, question.ruled_because) == (ruling, because):
        return
    require_waiting(question)
    if not question.waits_for_ruling:
        raise NothingToRule("It is settled already what is kept confidential in this question.")
    if not keep and not because:
        raise NothingToRule("Say why this part cannot be kept confidential.")
    question.ruling, question.ruled_because, question.ruled_at = ruling, because, at
    record(session, QuestionConfidenceRuled(kept=keep, **about(question)), by=by, at=at)


def choose(
    session: Session, interest: Interest, question_id: UUID, *, publish: bool, at: datetime
) -> None:
    """The asker lets all of it be published, or takes the question back: by the link as well."""
    held(session, interest.challenge)
    question = session.get(Question, question_id)
    if question is None or question.interest_id != interest.id:
        raise NotYourTurn("That question is not yours.")
    lock(session, question)
    if _is_chosen(question, publish=publish):
        return
    if not question.waits_for_choice:
        raise NotYourTurn("The council does not wait for your choice any more.")
    if publish:
        question.agreed_at = at
        fact: QuestionConfidenceWaived | QuestionTakenBack
        fact = QuestionConfidenceWaived(**about(question))
    else:
        question.state, question.answered_at = State.TAKEN_BACK, at
        fact = QuestionTakenBack(**about(question))
    record(session, fact, by=interest.id, at=at)


def _is_chosen(question: Question, *, publish: bool) -> bool:
    return question.agreed_at is not None if publish else question.state is State.TAKEN_BACK
