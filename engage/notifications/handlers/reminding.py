"""What people hear when an end is near: "[Action needed]" only to who has begun and not sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest import service as interest
from engage.interest.models import Interest
from engage.interest.queries.inviting import count_silent
from engage.kernel.clock import now
from engage.kernel.events import RecordedEvent
from engage.notifications import service
from engage.notifications.queries.inviting import unwanted
from engage.notifications.rendering.batch import preview
from engage.notifications.service.reminding import STEPS
from engage.responses.models import Answer, Response, State


def closing_soon(session: Session, event: RecordedEvent) -> None:
    """Nothing when the end has moved meanwhile, or it is too late to act.

    Who has sent a response hears nothing. Who has written nothing, or was invited and has not
    answered, hears of it at the first step only.
    """
    challenge, at = session.get(Challenge, event.subject_id), now(session)
    if challenge is None or not challenge.takes_part(at) or _has_moved(challenge, event):
        return
    mine = Response.interest_id == Interest.id
    written = exists().where(Answer.response_id == Response.id, Answer.text != "")
    draft = exists().where(mine, Response.state == State.DRAFT, written)
    begun = exists().where(mine, or_(Response.state != State.DRAFT, written))
    service.tell_participants(session, event, "response-not-sent", draft)
    if event.payload["days"] == max(STEPS):
        service.tell_participants(session, event, "closing-soon", ~begun)
        _remind_invited(session, challenge, at)


def _has_moved(challenge: Challenge, event: RecordedEvent) -> bool:
    return challenge.engagement_ends != datetime.fromisoformat(event.payload["engagement_ends"])


def _remind_invited(session: Session, challenge: Challenge, at: datetime) -> None:
    """As an officer would, so that it is in the record, and nobody is asked twice in a week."""
    if count_silent(session, challenge.id, unwanted, at):
        words = preview(session, "supplier-reminded", challenge.id)
        about: dict[str, Any] = {"unwanted": unwanted, "expected": None, "by": None, "at": at}
        interest.remind(session, challenge, message=interest.Message(*words), **about)
