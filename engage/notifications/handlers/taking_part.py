"""What suppliers hear of a challenge, of their registration, their questions and responses."""

from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge, ChallengeDocument
from engage.challenges.queries import addition_of
from engage.files.policy import may_leave
from engage.interest.models import Interest, State, Subscription
from engage.kernel.clock import now
from engage.kernel.events import RecordedEvent
from engage.notifications import service
from engage.questions.models import Question
from engage.responses import queries as responses
from engage.responses.models import Response
from engage.suppliers.models import Supplier


def challenge_listed(session: Session, event: RecordedEvent) -> None:
    """Those who asked for news hear of it while they can still take part."""
    challenge = session.get(Challenge, event.subject_id)
    if challenge is not None and challenge.takes_part(now(session)):
        service.announce(session, event)


def challenge_extended(session: Session, event: RecordedEvent) -> None:
    """An extension that comes with an amendment is told with it, once."""
    if event.payload.get("told", True):
        _tell_everybody(session, event, "extended")


def challenge_amended(session: Session, event: RecordedEvent) -> None:
    _tell_everybody(session, event, "amended")


def challenge_withdrawn(session: Session, event: RecordedEvent) -> None:
    _tell_everybody(session, event, "withdrawn")


def document_added(session: Session, event: RecordedEvent) -> None:
    """At once where no scanner looks at files; otherwise when it is cleared."""
    if event.payload.get("after_publishing"):
        _tell_of_document(session, event.subject_id, event)


def document_cleared(session: Session, event: RecordedEvent) -> None:
    """With the cause of its being added: a document is told of once."""
    challenge = event.challenge_id and session.get(Challenge, event.challenge_id)
    published = challenge and challenge.published_at
    added = addition_of(session, event.subject_id)
    if added and published and event.occurred_at >= published:
        _tell_of_document(session, event.subject_id, added)


def _tell_of_document(session: Session, document_id: UUID, cause: RecordedEvent) -> None:
    document = session.get(ChallengeDocument, document_id)
    if document and document.removed_at is None and may_leave(document.file):
        service.tell_participants(session, cause, "document-added")
        service.tell_partners(session, cause, "shared-document")


def _tell_everybody(session: Session, event: RecordedEvent, what: str) -> None:
    """Whoever takes part, and the councils that share or follow the challenge."""
    service.tell_participants(session, event, f"challenge-{what}")
    service.tell_partners(session, event, f"shared-{what}")


def challenge_closed(session: Session, event: RecordedEvent) -> None:
    service.tell_participants(session, event, "engagement-closed")


def outcome_released(session: Session, event: RecordedEvent) -> None:
    service.tell_outcomes(session, event)


def interest_registered(session: Session, event: RecordedEvent) -> None:
    """Whoever takes part already gets their own link again instead of a question."""
    interest = session.get(Interest, event.subject_id)
    if interest is None or interest.state is State.WITHDRAWN:
        return
    pending = interest.state is State.PENDING
    tell_interest(session, event, "interest-confirm" if pending else "interest-link", interest)


def interest_confirmed(session: Session, event: RecordedEvent) -> None:
    interest = session.get(Interest, event.subject_id)
    if interest is not None and interest.state is State.CONFIRMED:
        tell_interest(session, event, "interest-confirmed", interest)


def alerts_asked_for(session: Session, event: RecordedEvent) -> None:
    """Whoever stopped alerts and asks for them again gets them again."""
    if event.name == "interest.confirmed":
        interest = session.get(Interest, event.subject_id)
        if interest is not None:  # whoever opened the link can read what we send
            service.lift_bounce(session, email=interest.email)
        supplier = session.get(Supplier, interest.supplier_id) if interest else None
    else:
        supplier = session.get(Supplier, event.subject_id)
    if supplier is not None and supplier.alerts:
        service.opt_in(session, email=supplier.email)


def search_asked_for(session: Session, event: RecordedEvent) -> None:
    """Saved already or not: one link, to confirm or to see what there is."""
    search = session.get(Subscription, event.subject_id)
    if search is None or search.ended_at is not None:
        return
    service.owe(
        session,
        cause_id=event.id,
        template="subscription-confirm",
        recipient=search.email,
        name="",
        subject_id=search.id,
        authority_id=None,
        challenge_id=None,
        at=now(session),
    )


def search_confirmed(session: Session, event: RecordedEvent) -> None:
    """Whoever stopped all alerts before hears of this again."""
    search = session.get(Subscription, event.subject_id)
    if search is not None:
        service.allow(session, email=search.email)


def question_answered(session: Session, event: RecordedEvent) -> None:
    """Everybody hears the same at the same time (s.16(3))."""
    service.tell_participants(session, event, "question-answered")


def question_declined(session: Session, event: RecordedEvent) -> None:
    question = session.get(Question, event.subject_id)
    interest = question and session.get(Interest, question.interest_id)
    if interest:
        tell_interest(session, event, "question-declined", interest)


def response_submitted(session: Session, event: RecordedEvent) -> None:
    interest = responses.sender(session, event.subject_id)
    if interest is not None:
        tell_interest(session, event, "response-received", interest)


def response_withdrawn(session: Session, event: RecordedEvent) -> None:
    response = session.get(Response, event.subject_id)
    if response is not None:
        tell_interest(session, event, "response-withdrawn", response.interest)


def tell_interest(
    session: Session, event: RecordedEvent, template: str, interest: Interest
) -> None:
    """Nothing to whoever the council has no address of."""
    if not interest.email:
        return
    service.owe(
        session,
        cause_id=event.id,
        template=template,
        recipient=interest.email,
        name=interest.name,
        subject_id=event.subject_id,
        authority_id=interest.authority_id,
        challenge_id=interest.challenge_id,
        interest_id=interest.id,
        at=now(session),
    )
