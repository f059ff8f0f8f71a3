"""Taking the trail away is a fact of the trail."""

from datetime import datetime
from typing import IO
from uuid import UUID

from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.kernel.events import record
from engage.kernel.ids import uuid7
from engage.records.events import CopyMade, PersonErased, TrailExported
from engage.records.queries import Trail
from engage.records.subjects import as_archive, asked_about, erase


def export(session: Session, trail: Trail, *, format: str, by: UUID, at: datetime) -> None:
    """Note who takes a timeline away, before a line of it leaves (PA 2023 s.98)."""
    fact = TrailExported(
        subject_id=trail.subject_id,
        authority_id=trail.authority_id,
        challenge_id=trail.challenge_id,
        format=format,
    )
    record(session, fact, by=by, at=at)


def copy_for(
    session: Session, email: str, council: Authority | None, *, by: UUID | None, at: datetime
) -> IO[bytes] | None:
    """A ZIP of what is held about somebody, noted in the trail; None when nothing is.

    Who asked is not noted: a fact in the trail could never be erased again.
    """
    asked = asked_about(session, email, council)
    archive, rows = as_archive(session, asked, at=at)
    if not rows:
        archive.close()
        return None
    fact = CopyMade(
        subject_id=council.id if council else uuid7(),
        authority_id=council.id if council else None,
        rows=rows,
    )
    record(session, fact, by=by, at=at)
    return archive


def forget(
    session: Session, email: str, council: Authority | None, *, by: UUID | None, at: datetime
) -> int:
    """Take out somebody's name and address; how many rows had them. Raises StillNeeded."""
    rows = erase(session, asked_about(session, email, council), at=at)
    if rows:
        fact = PersonErased(
            subject_id=council.id if council else uuid7(),
            authority_id=council.id if council else None,
            rows=rows,
        )
        record(session, fact, by=by, at=at)
    return rows
