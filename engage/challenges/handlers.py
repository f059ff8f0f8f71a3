"""Reactions to what happens below. They may run twice; the second time changes nothing."""

from sqlalchemy.orm import Session

from engage.challenges import queries, service
from engage.challenges.events import DocumentCleared, DocumentRefused
from engage.files import service as files
from engage.kernel.clock import now
from engage.kernel.events import RecordedEvent, about, record


def file_cleared(session: Session, event: RecordedEvent) -> None:
    """A file that belongs to a challenge can be taken away: that is a fact of the challenge."""
    document = queries.document_of_file(session, event.subject_id)
    if document is not None:
        fact = DocumentCleared(kind=document.file.kind, **about(document))
        record(session, fact, by=None, at=now(session))


def file_refused(session: Session, event: RecordedEvent) -> None:
    """The officer has to hear of it, and only the challenge knows who that is."""
    document = queries.document_of_file(session, event.subject_id)
    if document is not None:
        fact = DocumentRefused(kind=document.file.kind, **about(document))
        record(session, fact, by=None, at=now(session))


def file_condemned(session: Session, event: RecordedEvent) -> None:
    """Nobody gets the file any more; the page has to say why."""
    document = queries.document_of_file(session, event.subject_id)
    if document is not None:
        service.condemn_document(session, document, at=now(session))


def forget_documents(session: Session, event: RecordedEvent) -> None:
    """A draft was deleted: its documents, which nobody outside has seen, go with it."""
    at = now(session)
    for document in queries.documents(session, event.subject_id):
        session.delete(document)
        session.flush()
        files.forget(session, document.file, at=at)
