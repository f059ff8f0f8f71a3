"""What whoever leads hears of the notice when nobody is looking."""

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.events import RecordedEvent
from engage.notices import queries
from engage.notices.models import Status
from engage.notifications.handlers.council import tell_lead


def notice_turned(session: Session, event: RecordedEvent) -> None:
    """Unless whoever turned it gave its number, or the reasons for having none, with it."""
    challenge = event.challenge_id and session.get(Challenge, event.challenge_id)
    notice = queries.current(session, challenge) if challenge else None
    if notice is not None and notice.status is Status.DRAFT:
        tell_lead(session, event, "notice-turned")


def notice_refused(session: Session, event: RecordedEvent) -> None:
    """Also when nobody knows whether Find a Tender took it."""
    tell_lead(session, event, "notice-refused")


def notice_seen(session: Session, event: RecordedEvent) -> None:
    """Only what somebody has to look at: what is certain is kept already."""
    if not event.payload.get("certain"):
        tell_lead(session, event, "notice-seen")
