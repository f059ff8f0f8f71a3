"""The verbs of councils: found one, change its settings. The only writers; none commits."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engage.authorities.events import CouncilChanged, CouncilFounded
from engage.authorities.models import Authority
from engage.authorities.queries import SLUG
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.versions import require_seen

PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,5}")
SETTINGS = (
    "name",
    "email",
    "street",
    "locality",
    "postcode",
    "region",
    "ppon",
    "brand_colour",
    "website",
    "pipeline_required",
    "approval_rule",
    "approval_above",
    "offer_hours",
    "term_dates",
    "materials_days",
    "feedback_days",
    "told_when_late",
)


def found(
    session: Session,
    *,
    name: str,
    slug: str,
    prefix: str,
    email: str,
    at: datetime,
    by: UUID | None = None,
    **settings: str | None,
) -> Authority:
    """A new council. ``slug`` is its address (``marlbury``), ``prefix`` begins its references."""
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise Refusal("The short name must be small letters, digits and hyphens: marlbury.")
    if not PREFIX.fullmatch(prefix):
        raise Refusal("The prefix must be 2 to 6 capital letters or digits: MBC.")
    taken = select(Authority.name).where(or_(Authority.slug == slug, Authority.prefix == prefix))
    if other := session.scalar(taken.limit(1)):
        raise Refusal(f"{other} already has this short name or prefix. Choose another.")
    authority = Authority(
        name=name, slug=slug, prefix=prefix, email=email.lower(), created_at=at, **settings
    )
    session.add(authority)
    session.flush()
    fact = CouncilFounded(subject_id=authority.id, authority_id=authority.id)
    record(session, fact, by=by, at=at)
    return authority


def settings_of(authority: Authority) -> dict[str, Any]:
    """What the page of a council's settings is about."""
    return {name: getattr(authority, name) for name in SETTINGS}


def change_settings(
    session: Session,
    authority: Authority,
    settings: Mapping[str, Any],
    *,
    by: UUID | None,
    at: datetime,
    seen: str | None = None,
) -> tuple[str, ...]:
    """Keep what is new among ``SETTINGS``; the names of what changed."""
    session.refresh(authority, with_for_update={"of": Authority, "key_share": True})
    saved = settings_of(authority)
    changed = tuple(name for name in SETTINGS if settings.get(name, saved[name]) != saved[name])
    if changed:
        require_seen(seen, saved)
    for name in changed:
        setattr(authority, name, settings[name])
    if changed:
        fact = CouncilChanged(subject_id=authority.id, authority_id=authority.id, changed=changed)
        record(session, fact, by=by, at=at)
    return changed
