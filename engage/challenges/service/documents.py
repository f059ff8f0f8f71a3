"""Documents of a challenge: free while it is a draft, on the record once people can read them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges import queries
from engage.challenges.events import (
    DocumentAdded,
    DocumentCondemned,
    DocumentMoved,
    DocumentRemoved,
    DocumentRenamed,
)
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge, ChallengeDocument
from engage.files import service as files
from engage.files.models import File, State
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.ordering import moved
from engage.kernel.versions import require_seen

MOST_DOCUMENTS = 30
COULD_LEAVE = (State.CLEAN, State.CONDEMNED)
WHY_CONDEMNED = (
    "A later virus scan found something harmful in it. If you have a copy, do not open it."
)


class BadDocument(Refusal):
    """The document, or the challenge, does not allow it."""


def why_no_more_documents(challenge: Challenge) -> str:
    """Why documents cannot change now, as a sentence; empty while they can."""
    if challenge.stage is Stage.DRAFT:
        return ""
    if not challenge.is_public:
        return "The statement is being approved, so its documents stay as they are."
    if challenge.stage is Stage.WITHDRAWN:
        return "This challenge was withdrawn, so its documents stay as they are."
    return ""


def add_document(
    session: Session,
    challenge: Challenge,
    *,
    title: str,
    file: File,
    by: UUID | None,
    at: datetime,
) -> ChallengeDocument:
    """Put a document at the end of the list. It is public once the challenge and the file are."""
    _require_open(session, challenge)
    document = ChallengeDocument(
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        file_id=file.id,
        title=_titled(title),
        position=_next_position(session, challenge),
        added_at=at,
    )
    session.add(document)
    session.flush()
    fact = DocumentAdded(kind=file.kind, after_publishing=challenge.is_public, **about(document))
    record(session, fact, by=by, at=at)
    return document


def rename_document(
    session: Session,
    document: ChallengeDocument,
    *,
    title: str,
    by: UUID | None,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Give a document another title; nothing is recorded when it is the same."""
    _require_open(session, document.challenge)
    _require_there(session, document)
    require_seen(seen, {"title": document.title})
    if _titled(title) == document.title:
        return
    document.title = title
    session.flush()
    fact = DocumentRenamed(kind=document.file.kind, **about(document))
    record(session, fact, by=by, at=at)


def move_document(
    session: Session, document: ChallengeDocument, *, up: bool, by: UUID | None, at: datetime
) -> None:
    """Change places with the document before or after; at the end of the list, do nothing."""
    _require_open(session, document.challenge)
    _require_there(session, document)
    every = [each for each in queries.documents(session, document.challenge_id) if is_there(each)]
    if moved(every, document, up=up):
        session.flush()
        record(session, DocumentMoved(up=up, **about(document)), by=by, at=at)


def remove_document(
    session: Session,
    document: ChallengeDocument,
    *,
    because: str = "",
    by: UUID | None,
    at: datetime,
) -> None:
    """Take a document away. Whoever could read it reads why it is gone."""
    _require_open(session, document.challenge)
    _require_there(session, document)
    was_public = was_seen(document)
    if was_public and not because.strip():
        raise BadDocument("Say why you remove this document. Suppliers will read it.")
    fact = DocumentRemoved(kind=document.file.kind, was_public=was_public, **about(document))
    if was_public:
        document.removed_at, document.removed_because = at, because.strip()
        files.remove(session, document.file, at=at)
    else:
        session.delete(document)
        session.flush()
        files.forget(session, document.file, at=at)
    session.flush()
    record(session, fact, by=by, at=at)


def condemn_document(session: Session, document: ChallengeDocument, *, at: datetime) -> None:
    """Say where a document was that it is gone, at any stage: a later scan found something."""
    challenge = session.get_one(Challenge, document.challenge_id)
    queries.locked(session, challenge)
    session.refresh(document, ["removed_at"])
    was_public = challenge.is_public
    if was_public and document.removed_at is None:
        document.removed_at, document.removed_because = at, WHY_CONDEMNED
        session.flush()
    fact = DocumentCondemned(kind=document.file.kind, was_public=was_public, **about(document))
    record(session, fact, by=None, at=at)


def was_seen(document: ChallengeDocument) -> bool:
    """Whether people could take it away, now or before it was found to be harmful."""
    return document.challenge.is_public and document.file.state in COULD_LEAVE


def is_there(document: ChallengeDocument) -> bool:
    return document.removed_at is None


def _require_open(session: Session, challenge: Challenge) -> None:
    queries.locked(session, challenge)
    if why := why_no_more_documents(challenge):
        raise BadDocument(why)


def _require_there(session: Session, document: ChallengeDocument) -> None:
    """The lock on the challenge is held: what is read now stays true."""
    there = select(ChallengeDocument.removed_at).where(ChallengeDocument.id == document.id)
    row = session.execute(there).one_or_none()
    if row is None or row.removed_at is not None:
        raise BadDocument("Somebody has removed this document.")
    session.refresh(document, ["title", "removed_at"])
    session.refresh(document.file)


def _titled(title: str) -> str:
    if not title.strip():
        raise BadDocument("Enter a title, so that people know what they will find.")
    return title


def _next_position(session: Session, challenge: Challenge) -> int:
    mine = ChallengeDocument.challenge_id == challenge.id
    number, last = session.execute(
        select(func.count(), func.max(ChallengeDocument.position)).where(mine)
    ).one()
    if number >= MOST_DOCUMENTS:
        raise BadDocument(f"A challenge has {MOST_DOCUMENTS} documents at the most.")
    return int(last or 0) + 1
