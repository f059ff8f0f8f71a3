"""What suppliers hear of the time to ask, and the council when answers are due or late."""

from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.events import RecordedEvent
from engage.notifications import service
from engage.notifications.handlers.council import tell, tell_lead
from engage.notifications.handlers.materials import LATE, told_when_late
from engage.notifications.handlers.taking_part import tell_interest
from engage.questions.models import Question
from engage.questions.queries import any_waiting


def dates_set(session: Session, event: RecordedEvent) -> None:
    """Whoever takes part, once they were told other days."""
    if event.payload.get("published"):
        service.tell_participants(session, event, "question-dates")


def asked_back(session: Session, event: RecordedEvent) -> None:
    """Whoever asked, and nobody else."""
    question = session.get(Question, event.subject_id)
    interest = question and session.get(Interest, question.interest_id)
    if interest:
        tell_interest(session, event, "question-asked-back", interest)


def confidence_ruled(session: Session, event: RecordedEvent) -> None:
    """Whoever asked; refused, they have to choose."""
    question = session.get(Question, event.subject_id)
    interest = question and session.get(Interest, question.interest_id)
    if interest:
        kept = event.payload["kept"]
        template = "question-kept-confidential" if kept else "question-not-confidential"
        tell_interest(session, event, template, interest)


def replied(session: Session, event: RecordedEvent) -> None:
    """To the council's mailbox: whoever reads it today answers."""
    challenge = event.challenge_id and session.get(Challenge, event.challenge_id)
    if challenge:
        council = challenge.authority
        tell(session, event, "question-replied", council.email, council.name)


def questions_due_soon(session: Session, event: RecordedEvent) -> None:
    """Whoever leads, unless all are answered meanwhile."""
    if any_waiting(session, event.subject_id):
        tell_lead(session, event, "questions-due")


def questions_overdue(session: Session, event: RecordedEvent) -> None:
    """Whom the council names for it, otherwise its administrators; once."""
    council = event.authority_id and session.get(Authority, event.authority_id)
    if not council or not any_waiting(session, event.subject_id):
        return
    for email, name in told_when_late(session, council):
        why = LATE.format(council.name)
        tell(session, event, "questions-overdue", email, name, why=why)
