"""What those hear whom a council invited."""

from sqlalchemy.orm import Session

from engage.interest.models import Invited
from engage.kernel.events import RecordedEvent
from engage.notifications import service


def suppliers_invited(session: Session, event: RecordedEvent) -> None:
    """The same words to everybody of the round."""
    service.tell_invited(session, event, "supplier-invited", Invited.round_id == event.subject_id)


def suppliers_reminded(session: Session, event: RecordedEvent) -> None:
    of_round = Invited.reminder_id == event.subject_id
    service.tell_invited(session, event, "supplier-reminded", of_round)
