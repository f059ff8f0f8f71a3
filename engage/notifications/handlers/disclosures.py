"""What people hear of the ledger, and the council when something is late."""

from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.kernel.events import RecordedEvent
from engage.notifications import service
from engage.notifications.handlers.council import tell, tell_lead
from engage.notifications.handlers.materials import LATE, told_when_late


def disclosure_published(session: Session, event: RecordedEvent) -> None:
    """Everybody who takes part, at the same time (s.16(3))."""
    service.tell_participants(session, event, "disclosure-published")


def disclosure_due(session: Session, event: RecordedEvent) -> None:
    tell_lead(session, event, "disclosure-due", event.subject_id)


def disclosure_overdue(session: Session, event: RecordedEvent) -> None:
    """Whom the council names for it, otherwise its administrators; once."""
    council = event.authority_id and session.get(Authority, event.authority_id)
    if council:
        why = LATE.format(council.name)
        for email, name in told_when_late(session, council):
            tell(session, event, "disclosure-overdue", email, name, event.subject_id, why=why)
