"""Reads of councils."""

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def by_slug(session: Session, slug: str) -> Authority | None:
    """The council at this address."""
    if not SLUG.fullmatch(slug):
        return None
    return session.scalar(select(Authority).where(Authority.slug == slug))


def slugs(session: Session) -> Sequence[str]:
    """Every council's short name, in order."""
    return session.scalars(select(Authority.slug).order_by(Authority.slug)).all()


def names(session: Session) -> list[tuple[str, str]]:
    """(slug, name) of every council, for a filter."""
    rows = session.execute(select(Authority.slug, Authority.name).order_by(Authority.name))
    return [(slug, name) for slug, name in rows]
