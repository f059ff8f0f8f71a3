"""What a council hears of the outcome that it owes."""

from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.events import RecordedEvent
from engage.notifications.handlers.council import tell, tell_lead
from engage.notifications.handlers.materials import LATE, told_when_late
from engage.notifications.handlers.taking_part import tell_interest
from engage.outcomes.models import FollowUp


def outcome_due(session: Session, event: RecordedEvent) -> None:
    tell_lead(session, event, "outcome-due")


def outcome_overdue(session: Session, event: RecordedEvent) -> None:
    """Whom the council names for it, otherwise its administrators; once."""
    council = event.authority_id and session.get(Authority, event.authority_id)
    if council:
        for email, name in told_when_late(session, council):
            tell(session, event, "outcome-overdue", email, name, why=LATE.format(council.name))


def follow_up_asked(session: Session, event: RecordedEvent) -> None:
    """To the council's mailbox: whoever reads it today answers."""
    challenge = event.challenge_id and session.get(Challenge, event.challenge_id)
    if challenge:
        council = challenge.authority
        tell(session, event, "follow-up-asked", council.email, council.name)


def follow_up_answered(session: Session, event: RecordedEvent) -> None:
    asked = session.get(FollowUp, event.subject_id)
    interest = asked and session.get(Interest, asked.interest_id)
    if interest:
        tell_interest(session, event, "follow-up-answered", interest)
