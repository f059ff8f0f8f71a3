"""Reads of councils."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority


def by_slug(session: Session, slug: str) -> Authority | None:
    """The council at this address."""
    return session.scalar(select(Authority).where(Authority.slug == slug))


def slugs(session: Session) -> Sequence[str]:
    """Every council's short name, in order."""
    return session.scalars(select(Authority.slug).order_by(Authority.slug)).all()
