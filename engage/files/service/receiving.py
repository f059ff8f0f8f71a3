"""Take a file in, and let it go again.

Bytes are written between two transactions, so a large file holds up nobody. The row is there
first and knows the key: whatever breaks off, a worker finds what was left and deletes it.
"""

import hashlib
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from engage.files.checking import check, clean_name
from engage.files.models import File, State
from engage.kernel.clock import now
from engage.kernel.db import Sessions, owes
from engage.kernel.errors import Refusal
from engage.kernel.store import Store, new_key

ARRIVING = timedelta(hours=1)  # after that nobody is coming back for it
PIECE = 256 * 1024


class NotKept(Refusal):
    """The store did not take it."""


def receive(sessions: Sessions, store: Store, *, name: str, content: BinaryIO) -> UUID:
    """Look into a file and put it away; the id to admit it by. Outside of any transaction.

    Raises WrongFile with a sentence for beside the field, or NotKept.
    """
    kind = check(name, content)
    size, digest = _measured(content)
    with sessions.write() as session:
        at = now(session)
        file = File(
            key=new_key(),
            name=clean_name(name, kind.ending),
            media_type=kind.media_type,
            size=size,
            sha256=digest,
            state=State.ARRIVING,
            uploaded_at=at,
            due_at=at + ARRIVING,
        )
        session.add(file)
        session.flush()
        key, file_id = file.key, file.id
    try:
        store.put(key, content)
    except OSError as problem:
        raise NotKept("The file could not be kept just now. Try again in a minute.") from problem
    return file_id


def _measured(content: BinaryIO) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while piece := content.read(PIECE):
        digest.update(piece)
        size += len(piece)
    content.seek(0)
    return size, digest.hexdigest()


def admit(session: Session, file_id: UUID, *, scan: bool, at: datetime) -> File:
    """From here on it belongs to something: clean at once, or when the scanner says so."""
    file = session.get(File, file_id, with_for_update={"of": File})
    if file is None or file.state is not State.ARRIVING:
        raise NotKept("The file took too long to arrive. Choose it again.")
    if scan:
        file.state, file.due_at = State.QUARANTINED, at
        owes(session, "files")
    else:
        file.state, file.due_at, file.settled_at = State.CLEAN, None, at
    session.flush()
    return file


def remove(session: Session, file: File, *, at: datetime) -> None:
    """Delete the bytes; the row goes on saying what there was."""
    _end(session, file, State.REMOVED, at)


def forget(session: Session, file: File, *, at: datetime) -> None:
    """Delete the bytes and the row. Nothing may point to it any more."""
    _end(session, file, State.FORGOTTEN, at)


def _end(session: Session, file: File, state: State, at: datetime) -> None:
    """The bytes go after the commit: what is undone must still be there."""
    file.state, file.due_at, file.attempts, file.problem = state, at, 0, ""
    session.flush()
    owes(session, "files")
