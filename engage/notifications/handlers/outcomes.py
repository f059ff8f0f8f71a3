"""What a council hears of the outcome that it owes."""

from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.kernel.events import RecordedEvent
from engage.notifications.handlers.council import tell, tell_lead
from engage.notifications.handlers.materials import LATE, told_when_late


def outcome_due(session: Session, event: RecordedEvent) -> None:
    tell_lead(session, event, "outcome-due")


def outcome_overdue(session: Session, event: RecordedEvent) -> None:
    """Whom the council names for it, otherwise its administrators; once."""
    council = event.authority_id and session.get(Authority, event.authority_id)
    if council:
        for email, name in told_when_late(session, council):
            tell(session, event, "outcome-overdue", email, name, why=LATE.format(council.name))
