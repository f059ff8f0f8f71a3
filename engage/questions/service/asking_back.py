"""A few words between council and asker before the answer; private, whatever is published."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.queries import held, locked
from engage.interest.models import Interest
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.questions.events import QuestionAskedBack, QuestionReplied
from engage.questions.models import Question
from engage.questions.service.answering import require_waiting

MOST_TURNS = 6  # three of each side: then it is time to answer


class NotYourTurn(Refusal):
    """The other side has to say something first, or enough was said."""


def ask_back(session: Session, question: Question, *, text: str, by: UUID, at: datetime) -> None:
    """Ask the asker something, by e-mail. The same again changes nothing."""
    locked(session, question.challenge)
    lock(session, question)
    if question.waits_for_asker and question.said[-1]["text"] == text:
        return
    require_waiting(question)
    if question.waits_for_asker:
        raise NotYourTurn("The supplier has not replied yet. You can answer without their reply.")
    if len(question.said) >= MOST_TURNS:
        raise NotYourTurn("You have asked back three times. Now answer, or say why you will not.")
    _say(question, text, council=True, at=at)
    record(session, QuestionAskedBack(turn=len(question.said), **about(question)), by=by, at=at)


def reply(
    session: Session, interest: Interest, question_id: UUID, *, text: str, at: datetime
) -> None:
    """The asker's own words to the council; after the time to ask as well."""
    held(session, interest.challenge)
    question = session.get(Question, question_id)
    if question is None or question.interest_id != interest.id:
        raise NotYourTurn("That question is not yours.")
    lock(session, question)
    if question.said and not question.said[-1]["council"] and question.said[-1]["text"] == text:
        return
    if not question.waits_for_asker:
        raise NotYourTurn("The council does not wait for a reply to this question any more.")
    _say(question, text, council=False, at=at)
    fact = QuestionReplied(turn=len(question.said), **about(question))
    record(session, fact, by=interest.id, at=at)


def _say(question: Question, text: str, *, council: bool, at: datetime) -> None:
    said = {"council": council, "text": text, "at": at.isoformat()}
    question.said = [*question.said, said]
