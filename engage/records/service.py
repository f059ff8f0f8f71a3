"""Taking the trail away is a fact of the trail."""

from datetime import datetime
from typing import IO
from uuid import UUID

from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.kernel.events import belonging, record
from engage.kernel.ids import uuid7
from engage.records.bundles import bundle_of, count_withheld
from engage.records.events import BundleMade, CopyMade, PersonErased, TrailExported
from engage.records.queries import Trail
from engage.records.subjects import asked_about, copy_of, erase


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
    archive, rows = copy_of(session, asked, at=at)
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


def bundle(
    session: Session, challenge: Challenge, trail: Trail, *, by: UUID, at: datetime
) -> IO[bytes]:
    """A ZIP of what can be given to a request under the Freedom of Information Act 2000."""
    archive, _ = bundle_of(session, challenge, trail, at=at)
    fact = BundleMade(
        subject_id=challenge.id,
        withheld=count_withheld(session, challenge),
        **belonging(challenge),
    )
    record(session, fact, by=by, at=at)
    return archive
