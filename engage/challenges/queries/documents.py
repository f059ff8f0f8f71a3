"""Reads of the documents of a challenge."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, contains_eager

from engage.accounts.actor import Actor
from engage.challenges.lifecycle import PUBLIC
from engage.challenges.models import Challenge, ChallengeDocument
from engage.files.models import File, State
from engage.kernel.events import RecordedEvent


def documents(session: Session, challenge_id: UUID) -> Sequence[ChallengeDocument]:
    """Every one of them in its order, for the desk: also what waits or was removed."""
    wanted = select(ChallengeDocument).where(ChallengeDocument.challenge_id == challenge_id)
    return session.scalars(wanted.order_by(*_IN_ORDER)).all()


def public_documents(session: Session, challenge_id: UUID) -> Sequence[ChallengeDocument]:
    """What people can take away, and what they could and cannot any more."""
    return session.scalars(PUBLIC_DOCUMENTS, {"challenge_id": challenge_id}).all()


def document_of_public(
    session: Session, _actor: Actor, ref: str, document_id: UUID
) -> ChallengeDocument | None:
    """A clean document of a challenge anybody may see."""
    wanted = _one(ref, document_id).where(
        Challenge.stage.in_(PUBLIC), File.state == State.CLEAN, _THERE
    )
    return session.scalars(wanted).one_or_none()


def document_of_file(session: Session, file_id: UUID) -> ChallengeDocument | None:
    wanted = select(ChallengeDocument).where(ChallengeDocument.file_id == file_id)
    return session.scalars(wanted).one_or_none()


def addition_of(session: Session, document_id: UUID) -> RecordedEvent | None:
    """The fact that this document was added."""
    wanted = select(RecordedEvent).where(
        RecordedEvent.subject_id == document_id, RecordedEvent.name == "document.added"
    )
    return session.scalars(wanted.limit(1)).one_or_none()


def one_document(ref: str, document_id: UUID) -> Select[ChallengeDocument]:
    """A document that is there, with its challenge and its file."""
    return _one(ref, document_id).where(_THERE)


def _one(ref: str, document_id: UUID) -> Select[ChallengeDocument]:
    return (
        select(ChallengeDocument)
        .join(ChallengeDocument.challenge)
        .join(ChallengeDocument.file)
        .options(contains_eager(ChallengeDocument.challenge))
        .options(contains_eager(ChallengeDocument.file))
        .where(Challenge.reference == ref, ChallengeDocument.id == document_id)
    )


_THERE = ChallengeDocument.removed_at.is_(None)
_IN_ORDER = (ChallengeDocument.position, ChallengeDocument.id)
PUBLIC_DOCUMENTS = (
    select(ChallengeDocument)
    .join(File, File.id == ChallengeDocument.file_id)
    .options(contains_eager(ChallengeDocument.file))
    .where(
        ChallengeDocument.challenge_id == bindparam("challenge_id"),
        or_(File.state == State.CLEAN, ChallengeDocument.removed_at.is_not(None)),
    )
    .order_by(*_IN_ORDER)
)
