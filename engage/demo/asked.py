"""What suppliers ask in the demonstration: answered, waiting, and one with a confidential part."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from engage.demo.content import MAY_WE_TEST, OUR_SENSOR, QUESTIONS, SAME_AGAIN
from engage.interest.models import Interest
from engage.questions import service

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def ask(
    session: Session, people: Sequence[Interest], *, by: UUID, at: datetime, over: bool
) -> None:
    """One after the other from ``at`` on; ``over``: everything is answered."""
    for number, (words, answer) in enumerate(QUESTIONS):
        asked_at = at + number * HOUR
        question = service.ask(session, people[number], text=words, at=asked_at)
        if over or number < 2:
            done = asked_at + DAY
            service.answer(session, question, public_text=words, answer=answer, by=by, at=done)
    if over:
        return
    following, later = people[len(QUESTIONS) :], at + len(QUESTIONS) * HOUR
    words = SAME_AGAIN.format(following[0].organisation)  # much the same, and shows who asks
    service.ask(session, following[0], text=words, at=later)
    service.ask(session, following[1], text=MAY_WE_TEST, confidential=OUR_SENSOR, at=later + HOUR)
