"""Reactions to what happens below. They may run twice; the second time changes nothing."""

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.clock import now
from engage.kernel.events import RecordedEvent
from engage.notices.service import current_or_first
from engage.notices.service.noticing import open_version
from engage.notices.service.releasing import release


def released(session: Session, event: RecordedEvent) -> None:
    """Something that open data says may have changed, but not what the notice says.

    Reactions come in any order, so whichever is first begins the notice, with what publishing
    was told of it.
    """
    at, challenge = now(session), _challenge(session, event)
    if challenge is not None:
        current_or_first(session, challenge, at=at)
        release(session, challenge, at=at)


def notice_edited(session: Session, event: RecordedEvent) -> None:
    """What was published has changed: a new release, and the notice has to follow."""
    at, challenge = now(session), _challenge(session, event)
    if challenge is not None:
        current_or_first(session, challenge, at=at)
        if release(session, challenge, at=at) is not None:
            open_version(session, challenge, at=at)


def _challenge(session: Session, event: RecordedEvent) -> Challenge | None:
    """The challenge, once anybody may see it."""
    challenge = session.get(Challenge, event.challenge_id) if event.challenge_id else None
    return challenge if challenge is not None and challenge.is_public else None
