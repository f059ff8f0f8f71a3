"""Keep what a statement says: for whoever approves it, and for everybody who has read it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge, StatementVersion, Why
from engage.challenges.service.drafting import FIELDS
from engage.kernel.db import Instant


def content_of(challenge: Challenge) -> dict[str, Any]:
    """What the statement says, as JSON can hold it."""
    return {name: plain(getattr(challenge, name)) for name in sorted(FIELDS)}


def plain(value: Any) -> Any:
    """The value of a field as JSON can hold it."""
    return value.isoformat() if isinstance(value, date) else value


def restored(content: Mapping[str, Any]) -> dict[str, Any]:
    """What was kept, as the fields hold it; what a statement no longer has is left out."""
    return {name: _restored(name, value) for name, value in content.items() if name in FIELDS}


def _restored(name: str, value: Any) -> Any:
    column = Challenge.__table__.columns.get(name)
    if value is None or column is None:
        return value
    if isinstance(column.type, Instant):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def snapshot(
    session: Session,
    challenge: Challenge,
    *,
    why: Why,
    note: str = "",
    material: bool = False,
    by: UUID | None,
    at: datetime,
) -> StatementVersion:
    """Keep this version. The caller holds the lock on the challenge, so numbers are in order."""
    here = StatementVersion.challenge_id == challenge.id
    last = session.scalar(select(func.max(StatementVersion.number)).where(here))
    version = StatementVersion(
        challenge_id=challenge.id,
        number=(last or 0) + 1,
        content=content_of(challenge),
        why=why,
        note=note,
        material=material,
        made_at=at,
        made_by=by,
    )
    session.add(version)
    session.flush()
    return version


def keep_published(session: Session, challenge: Challenge) -> None:
    """See that what suppliers read first is kept, before it changes.

    Challenges published before versions were kept have none.
    """
    here = (StatementVersion.challenge_id == challenge.id, StatementVersion.why != Why.ASKED)
    known = session.scalar(select(StatementVersion.id).where(*here).limit(1))
    if known is None and challenge.published_at is not None:
        snapshot(session, challenge, why=Why.PUBLISHED, by=None, at=challenge.published_at)
