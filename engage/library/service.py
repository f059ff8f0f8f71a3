"""Write what an engagement found out, and agree that everybody reads it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.ids import uuid7
from engage.kernel.text import clean_block
from engage.kernel.upsert import insert_if_absent
from engage.kernel.versions import require_seen
from engage.library.events import FindingsShared, FindingsTakenBack, FindingsWritten
from engage.library.models import LibraryEntry
from engage.library.queries import is_over, named


class NotOver(Refusal):
    """Findings before the outcome would tell some suppliers more than others."""


class NamesSomebody(Refusal):
    """Findings are of everybody; who said what stays with the council."""


def save(
    session: Session,
    challenge: Challenge,
    words: Mapping[str, str],
    *,
    shared: bool,
    by: UUID,
    at: datetime,
    seen: str | None = None,
) -> LibraryEntry:
    """Keep the words; everybody reads them while ``shared``, which is agreed to at each saving.

    Raises NotOver, NamesSomebody.
    """
    _check(session, challenge, words, shared)
    entry = _entry(session, challenge, at)
    fields = _put(entry, words, seen)
    was_shared = entry.shared_at is not None
    if not fields and shared == was_shared:
        return entry
    entry.saved_at = at
    entry.shared_by, entry.shared_at = (by, at) if shared else (None, None)
    session.flush()
    if fields:
        record(session, FindingsWritten(fields=fields, **about(entry)), by=by, at=at)
    if shared:
        record(session, FindingsShared(version=entry.version, **about(entry)), by=by, at=at)
    elif was_shared:
        record(session, FindingsTakenBack(**about(entry)), by=by, at=at)
    return entry


def _check(session: Session, challenge: Challenge, words: Mapping[str, str], shared: bool) -> None:
    if not is_over(session, challenge):
        raise NotOver("Publish the outcome first: everybody who took part hears before others do.")
    if shared and (names := named(session, challenge.id, "\n".join(words.values()))):
        raise NamesSomebody(f"{', '.join(names)} took part. Take out the name before you share.")


def _entry(session: Session, challenge: Challenge, at: datetime) -> LibraryEntry:
    """The row as it is now; its version is 1 as long as nobody has written anything."""
    empty = {"title": "", "asked": "", "heard": "", "advice": "", "saved_at": at, "version": 1}
    row = {"id": uuid7(), "challenge_id": challenge.id, "authority_id": challenge.authority_id}
    insert_if_absent(session, LibraryEntry, row | empty)
    mine = select(LibraryEntry).where(LibraryEntry.challenge_id == challenge.id)
    return session.scalars(mine.execution_options(populate_existing=True)).one()


def _put(entry: LibraryEntry, words: Mapping[str, str], seen: str | None) -> tuple[str, ...]:
    wanted = {name: clean_block(text) for name, text in words.items()}
    saved = {name: getattr(entry, name) for name in wanted}
    different = tuple(name for name, text in wanted.items() if saved[name] != text)
    if different:
        require_seen(seen, saved, version=entry.version)
    for name in different:
        setattr(entry, name, wanted[name])
    return different
