"""What people hear of slides, notes and recordings, and the council when they are late."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from engage.accounts.queries import administrators
from engage.authorities.models import Authority
from engage.kernel.events import RecordedEvent
from engage.notifications import service
from engage.notifications.handlers.council import tell, tell_lead
from engage.workshops.models import MaterialsClock

LATE = "You get this because {} tells you when something is late."


def materials_published(session: Session, event: RecordedEvent) -> None:
    """Everybody who takes part, at the same time and once for all of it (s.16(3)).

    And the councils that share or follow the challenge.
    """
    service.tell_participants(session, event, "materials-published")
    service.tell_partners(session, event, "shared-materials")


def material_refused(session: Session, event: RecordedEvent) -> None:
    """Whoever leads; and those who take part, where they may have a copy."""
    tell_lead(session, event, "material-refused", event.subject_id)
    if event.payload.get("was_public"):
        service.tell_participants(session, event, "document-unsafe")


def materials_due_soon(session: Session, event: RecordedEvent) -> None:
    """Whoever leads, unless they were published meanwhile."""
    if _is_owed(session, event):
        tell_lead(session, event, "materials-due", event.subject_id)


def materials_overdue(session: Session, event: RecordedEvent) -> None:
    """Whom the council names for it, otherwise its administrators; once."""
    council = event.authority_id and session.get(Authority, event.authority_id)
    if not council or not _is_owed(session, event):
        return
    why = LATE.format(council.name)
    for email, name in told_when_late(session, council):
        tell(session, event, "materials-overdue", email, name, why=why)


def told_when_late(session: Session, council: Authority) -> Sequence[tuple[str, str]]:
    """Whom the council names for what is late, otherwise its administrators, or its mailbox."""
    if council.told_when_late:
        return [(council.told_when_late, "")]
    known = [(email, name) for email, name in administrators(session, council.id)]
    return known or [(council.email, council.name)]


def _is_owed(session: Session, event: RecordedEvent) -> bool:
    """Whether they are still to come."""
    clock = session.get(MaterialsClock, event.subject_id)
    return clock is not None and clock.settled_at is None
