"""Reactions to what happens below. They may run twice; the second time changes nothing."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engage.kernel.events import RecordedEvent
from engage.responses.models import Prompt


def forget_questions(session: Session, event: RecordedEvent) -> None:
    """A draft was deleted: its questionnaire, which nobody has answered, goes with it."""
    session.execute(delete(Prompt).where(Prompt.challenge_id == event.challenge_id))
