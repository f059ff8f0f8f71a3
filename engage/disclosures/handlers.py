"""Entries of the ledger from what happens below. They may run twice; once is enough."""

from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.lifecycle import PUBLIC
from engage.challenges.models import Challenge, ChallengeDocument
from engage.challenges.queries import public_documents
from engage.disclosures.models import What
from engage.disclosures.service.meetings import of_one_to_one, of_session, shown
from engage.disclosures.service.noting import Given, note
from engage.files.models import State
from engage.interest.models import Interest
from engage.kernel.clock import now
from engage.kernel.events import RecordedEvent
from engage.questions.models import Question
from engage.questions.models import State as QuestionState
from engage.workshops.models import Sitting, Slot

PAGE = "The page of the challenge"


def challenge_listed(session: Session, event: RecordedEvent) -> None:
    """The need, and the documents that were there from the beginning."""
    challenge = _challenge(session, event)
    if challenge is None:
        return
    note(
        session,
        challenge,
        Given(
            what=What.STATEMENT,
            title="The challenge and its need",
            given_at=event.occurred_at,
            channel=PAGE,
        ),
        source=challenge.id,
        at=now(session),
    )
    for document in public_documents(session, challenge.id):
        if document.removed_at is None:
            _note_document(session, challenge, document, event)


def challenge_changed(session: Session, event: RecordedEvent) -> None:
    challenge = _challenge(session, event)
    if challenge is not None:
        longer = event.name == "challenge.extended"
        note(
            session,
            challenge,
            Given(
                what=What.CHANGE,
                title="There is more time to take part" if longer else "The challenge was changed",
                given_at=event.occurred_at,
                channel=PAGE,
            ),
            source=event.id,
            at=now(session),
        )


def document_added(session: Session, event: RecordedEvent) -> None:
    """Or cleared by the virus scanner: everybody may take it away from now on."""
    challenge = _challenge(session, event)
    document = session.get(ChallengeDocument, event.subject_id)
    there = document is not None and document.removed_at is None
    if challenge and document and there and document.file.state is State.CLEAN:
        _note_document(session, challenge, document, event)


def question_answered(session: Session, event: RecordedEvent) -> None:
    """To everybody. Nothing here says who asked, nor when."""
    challenge, question = _challenge(session, event), session.get(Question, event.subject_id)
    if challenge and question and question.state is QuestionState.ANSWERED:
        note(
            session,
            challenge,
            Given(
                what=What.ANSWER,
                title=f"Answer to question {question.number}",
                given_at=event.occurred_at,
                detail=question.public_text,
                channel=PAGE,
            ),
            source=question.id,
            at=now(session),
        )


def question_declined(session: Session, event: RecordedEvent) -> None:
    """Whoever asked was told why, and nobody else."""
    challenge, question = _challenge(session, event), session.get(Question, event.subject_id)
    if challenge and question and question.state is QuestionState.DECLINED:
        asker = session.get_one(Interest, question.interest_id)
        note(
            session,
            challenge,
            Given(
                what=What.DECLINED,
                title="Why a question is not answered",
                given_at=event.occurred_at,
                detail=question.answer,
                channel="E-mail",
            ),
            source=question.id,
            to=[(asker.id, asker.organisation)],
            at=now(session),
        )


def question_asked_back(session: Session, event: RecordedEvent) -> None:
    """Whoever asked was told what the council wants to know, and nobody else."""
    challenge, question = _challenge(session, event), session.get(Question, event.subject_id)
    place = int(event.payload["turn"]) - 1
    if challenge and question and place < len(question.said):
        asker = session.get_one(Interest, question.interest_id)
        note(
            session,
            challenge,
            Given(
                what=What.EMAIL,
                title="What the council asked back about a question",
                given_at=event.occurred_at,
                detail=question.said[place]["text"],
                channel="E-mail",
            ),
            source=event.id,
            to=[(asker.id, asker.organisation)],
            at=now(session),
        )


def confidence_ruled(session: Session, event: RecordedEvent) -> None:
    """Whoever asked was told why a part stays confidential or not, and nobody else."""
    challenge, question = _challenge(session, event), session.get(Question, event.subject_id)
    if challenge and question and question.ruled_because:
        asker = session.get_one(Interest, question.interest_id)
        note(
            session,
            challenge,
            Given(
                what=What.EMAIL,
                title="What the council said to a confidential part of a question",
                given_at=event.occurred_at,
                detail=question.ruled_because,
                channel="E-mail",
            ),
            source=event.id,
            to=[(asker.id, asker.organisation)],
            at=now(session),
        )


def attendance_changed(session: Session, event: RecordedEvent) -> None:
    """Whoever was there heard what was said."""
    sitting = _sitting(session, event)
    if sitting is not None:
        of_session(session, sitting, at=now(session))


def materials_published(session: Session, event: RecordedEvent) -> None:
    """What was shown is everybody's; so nobody who was there knows more."""
    sitting = _sitting(session, event)
    if sitting is not None:
        shown(session, sitting, event.subject_id, at=event.occurred_at)


def no_materials(session: Session, event: RecordedEvent) -> None:
    """Nothing was shown, and everybody reads why."""
    sitting = session.get(Sitting, event.subject_id)
    if sitting is not None:
        shown(session, sitting, None, at=event.occurred_at)


def one_to_one_noted(session: Session, event: RecordedEvent) -> None:
    """Notes of a one-to-one: of one supplier, until they are published."""
    slot = session.get(Slot, event.subject_id)
    if slot is not None:
        published = bool(event.payload.get("is_published"))
        of_one_to_one(session, slot, published=published, at=event.occurred_at)


def _note_document(
    session: Session, challenge: Challenge, document: ChallengeDocument, event: RecordedEvent
) -> None:
    note(
        session,
        challenge,
        Given(what=What.DOCUMENT, title=document.title, given_at=event.occurred_at, channel=PAGE),
        source=document.id,
        at=now(session),
    )


def _challenge(session: Session, event: RecordedEvent) -> Challenge | None:
    """None while nobody outside knows of it."""
    challenge = event.challenge_id and session.get(Challenge, event.challenge_id)
    return challenge if challenge and challenge.stage in PUBLIC else None


def _sitting(session: Session, event: RecordedEvent) -> Sitting | None:
    return session.get(Sitting, UUID(event.payload["sitting_id"]))
