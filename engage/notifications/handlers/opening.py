"""Whoever can open sealed responses hears when it is time."""

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.events import RecordedEvent
from engage.notifications.handlers.council import tell
from engage.responses.queries import openers_to_tell


def due(session: Session, event: RecordedEvent) -> None:
    """At the end, and when the first of two has used their key; nothing once it is open."""
    challenge = session.get(Challenge, event.subject_id)
    if challenge is None or not challenge.is_sealed_with_keys or challenge.opening_key:
        return
    for email, name in openers_to_tell(session, challenge.id):
        tell(session, event, "opening-due", email, name)
