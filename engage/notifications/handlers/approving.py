"""What approvers hear, and whoever asked them."""

from uuid import UUID

from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.challenges.queries import approvals, history
from engage.challenges.service import readers
from engage.kernel.events import RecordedEvent
from engage.notifications.handlers.council import tell, tell_lead


def approval_asked(session: Session, event: RecordedEvent) -> None:
    """To each approver who may decide, unless it was taken back meanwhile."""
    last = event.challenge_id and approvals.last_approval(session, event.challenge_id)
    if not last or last.version != event.payload.get("version") or last.taken_back_at:
        return
    challenge = session.get_one(Challenge, last.challenge_id)
    without = (last.asked_by, last.written_by)
    for email, name in approvals.may_decide(session, challenge.authority_id, without=without):
        tell(session, event, "approval-asked", email, name)


def changes_asked(session: Session, event: RecordedEvent) -> None:
    """To each approver who may publish them, unless they were edited or published meanwhile.

    Who asked, edited and asked again asks for the last text: that is one e-mail.
    """
    amendment = event.challenge_id and history.amendment(session, event.challenge_id)
    if not amendment or amendment.asked_at != event.occurred_at:
        return
    challenge = session.get_one(Challenge, amendment.challenge_id)
    for email, name in readers(session, challenge, amendment):
        tell(session, event, "changes-asked", email, name)


def changes_returned(session: Session, event: RecordedEvent) -> None:
    _tell_asker(session, event, "changes-returned")


def changes_published(session: Session, event: RecordedEvent) -> None:
    """To whoever asked an approver for it; who published alone knows."""
    if event.payload.get("asked_by"):
        _tell_asker(session, event, "changes-published")


def challenge_returned(session: Session, event: RecordedEvent) -> None:
    _tell_asker(session, event, "approval-returned")


def challenge_approved(session: Session, event: RecordedEvent) -> None:
    _tell_asker(session, event, "approval-given")


def challenge_not_published(session: Session, event: RecordedEvent) -> None:
    tell_lead(session, event, "not-published")


def _tell_asker(session: Session, event: RecordedEvent, template: str) -> None:
    """Whoever asked, or who leads when that person has gone."""
    asked_by = event.payload.get("asked_by")
    asker = session.get(Person, UUID(str(asked_by))) if asked_by else None
    if asker is not None and asker.disabled_at is None:
        tell(session, event, template, asker.email, asker.name)
    else:
        tell_lead(session, event, template)
