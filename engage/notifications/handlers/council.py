"""What the council's people and the board hear, and what opens an account."""

from uuid import UUID

from sqlalchemy.orm import Session

from engage.accounts.models import Invitation, PasswordReset, Person
from engage.challenges.models import Challenge, Partner, Sharing
from engage.kernel.clock import now
from engage.kernel.events import RecordedEvent
from engage.notifications import service
from engage.reviews import queries as boards
from engage.reviews.models import Ruling
from engage.suppliers import queries as suppliers


def question_asked(session: Session, event: RecordedEvent) -> None:
    """To the council's mailbox: whoever reads it today answers."""
    challenge = event.challenge_id and session.get(Challenge, event.challenge_id)
    if challenge:
        council = challenge.authority
        tell(session, event, "question-asked", council.email, council.name)


def partner_asked(session: Session, event: RecordedEvent) -> None:
    """To the council that has to answer: the other one to join, the lead to have a sponsor."""
    partner = session.get(Partner, event.subject_id)
    if partner is not None and partner.joined_at is None:
        joint = partner.sharing is Sharing.JOINT
        asked = partner.council if joint else partner.challenge.authority
        template = "partner-asked" if joint else "sponsor-offered"
        tell(session, event, template, asked.email, asked.name, partner.id)


def partner_joined(session: Session, event: RecordedEvent) -> None:
    """To the council that had asked; whoever only follows has asked nobody."""
    partner = session.get(Partner, event.subject_id)
    if partner is not None and partner.sharing is not Sharing.FOLLOWER:
        joint = partner.sharing is Sharing.JOINT
        asker = partner.challenge.authority if joint else partner.council
        tell(session, event, "partner-joined", asker.email, asker.name, partner.id)


def seat_given(session: Session, event: RecordedEvent) -> None:
    _tell_member(session, event, "board-invitation")


def ideas_ready(session: Session, event: RecordedEvent) -> None:
    """To everybody on the board who may see them."""
    for email, name in boards.to_tell_of_ideas(session, event.challenge_id):
        tell(session, event, "ideas-ready", email, name, event.challenge_id)


def ruling_needed(session: Session, event: RecordedEvent) -> None:
    """To whoever leads, when a declared interest waits for a decision."""
    if event.payload.get("ruling") == Ruling.WAITING:
        tell_lead(session, event, "ruling-needed")


def conflict_found(session: Session, event: RecordedEvent) -> None:
    """To whoever leads: until somebody decides, the member does not see the idea."""
    tell_lead(session, event, "conflict-found")


def declaration_ruled(session: Session, event: RecordedEvent) -> None:
    """To whoever declared the interest: their page says what was decided."""
    _tell_member(session, event, "declaration-ruled")


def reviews_complete(session: Session, event: RecordedEvent) -> None:
    tell_lead(session, event, "reviews-complete")


def document_refused(session: Session, event: RecordedEvent) -> None:
    """To whoever leads: suppliers will not get it, so it must be added again."""
    tell_lead(session, event, "document-refused")


def document_condemned(session: Session, event: RecordedEvent) -> None:
    """To whoever leads, and to the mailbox that all of them read: people may have a copy.

    Those who take part while it is open are known, and so they are told as well.
    """
    was_public = event.payload.get("was_public", True)
    template = "document-condemned" if was_public else "draft-condemned"
    tell_lead(session, event, template)
    challenge = event.challenge_id and session.get(Challenge, event.challenge_id)
    if not challenge:
        return
    council = challenge.authority
    tell(session, event, template, council.email, council.name, challenge.id)
    if was_public and challenge.takes_part(event.occurred_at):
        service.tell_participants(session, event, "document-unsafe")


def compilation_finished(session: Session, event: RecordedEvent) -> None:
    """To whoever asked. A compilation belongs to another row of the house: the event says all."""
    worked = event.payload.get("succeeded", True)
    template = "compilation-ready" if worked else "compilation-failed"
    asked_by = event.payload.get("asked_by")
    asker = session.get(Person, UUID(str(asked_by))) if asked_by else None
    if asker is not None and asker.disabled_at is None:
        tell(session, event, template, asker.email, asker.name, event.challenge_id)
    else:
        tell_lead(session, event, template)


def invitation_made(session: Session, event: RecordedEvent) -> None:
    invited = session.get(Invitation, event.subject_id)
    if invited is not None:
        tell(session, event, "invitation", invited.email, invited.name)


def supplier_link_asked(session: Session, event: RecordedEvent) -> None:
    found = suppliers.linked(session, UUID(str(event.payload["person_id"])))
    if found is not None:
        person, _ = found
        tell(session, event, "acting-link", person.email, person.name, person.id)


def password_reset_asked(session: Session, event: RecordedEvent) -> None:
    reset = session.get(PasswordReset, event.subject_id)
    person = reset and session.get(Person, reset.person_id)
    if person and person.disabled_at is None:
        tell(session, event, "password-reset", person.email, person.name)


def _tell_member(session: Session, event: RecordedEvent, template: str) -> None:
    """The person the event is about, unless their account is disabled."""
    member = session.get(Person, UUID(str(event.payload["person_id"])))
    if member is not None and member.disabled_at is None:
        tell(session, event, template, member.email, member.name, event.challenge_id)


def tell_lead(
    session: Session, event: RecordedEvent, template: str, subject_id: UUID | None = None
) -> None:
    """The lead officer, or the council's mailbox where nobody leads."""
    challenge = event.challenge_id and session.get(Challenge, event.challenge_id)
    if not challenge:
        return
    lead = session.get(Person, challenge.lead_id) if challenge.lead_id else None
    to = lead if lead and lead.disabled_at is None else challenge.authority
    tell(session, event, template, to.email, to.name, subject_id or challenge.id)


def tell(
    session: Session,
    event: RecordedEvent,
    template: str,
    email: str,
    name: str,
    subject_id: UUID | None = None,
    why: str = "",
) -> None:
    service.owe(
        session,
        cause_id=event.id,
        template=template,
        recipient=email.lower(),
        name=name[:120],
        subject_id=subject_id or event.subject_id,
        authority_id=event.authority_id,
        challenge_id=event.challenge_id,
        why=why,
        at=now(session),
    )
