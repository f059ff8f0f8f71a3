"""Releases: what a challenge says as open data, each version kept. Only workers import this."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, func, select, update
from sqlalchemy.orm import Session

from engage.challenges import queries as challenges
from engage.challenges.lifecycle import PUBLIC
from engage.challenges.models import Challenge
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.notices import queries
from engage.notices.mapping import Facts, body_of, release_of
from engage.notices.mapping.validation import require_valid
from engage.notices.models import Release

FIRST, LATER = "planning", "planningUpdate"
BATCH = 500


def release(session: Session, challenge: Challenge, *, at: datetime) -> Release | None:
    """Keep a new release if it would say anything new; None when it would not.

    Raises InvalidRelease rather than keep what is not OCDS 1.1 with the UK extension.
    """
    challenges.locked(session, challenge)
    if not challenge.is_public:
        return None
    facts = queries.facts_of(session, challenge, at=at)
    last = queries.newest_release(session, challenge)
    if last is not None and _says_the_same(last, facts):
        return None
    return _keep(session, challenge, facts, number=last.number + 1 if last else 1, at=at)


def number_due(sessions: Sessions) -> int:
    """Give their places to releases of listed challenges; how many got one.

    One task numbers what is committed, so numbers come in the order in which readers can see
    them. Looks first without a writer's lock, because nothing is due most of the time.
    """
    total, numbered = 0, BATCH
    while numbered == BATCH and _is_due(sessions):
        with sessions.write() as session:
            numbered = number_next(session)
        total += numbered
    return total


def number_next(session: Session) -> int:
    """Number up to ``BATCH`` releases; a second numberer waits for the rows of the first."""
    fresh = _unnumbered().order_by(Release.made_at, Release.id).limit(BATCH)
    found = session.scalars(fresh.with_for_update(of=Release)).all()
    last = session.scalar(select(func.max(Release.position))) or 0
    places = [{"id": each, "position": last + place} for place, each in enumerate(found, start=1)]
    if places:
        session.execute(update(Release), places)
    return len(places)


def release_missing(sessions: Sessions) -> int:
    """Make the first release of every public challenge that has none; how many were made."""
    with sessions.read() as session:
        wanted = select(Challenge.id).where(
            Challenge.stage.in_(PUBLIC), ~exists().where(Release.challenge_id == Challenge.id)
        )
        found = session.scalars(wanted.order_by(Challenge.id).limit(BATCH)).all()
    for challenge_id in found:
        with sessions.write() as session:
            release(session, session.get_one(Challenge, challenge_id), at=now(session))
    return len(found)


def _unnumbered() -> Select[UUID]:
    return (
        select(Release.id)
        .join(Challenge, Challenge.id == Release.challenge_id)
        .where(Release.position.is_(None), Challenge.listed_at.is_not(None))
    )


def _is_due(sessions: Sessions) -> bool:
    with sessions.read() as session:
        return session.scalar(_unnumbered().limit(1)) is not None


def _says_the_same(last: Release, facts: Facts) -> bool:
    """Compared under the last one's number and date, which are not news."""
    again = release_of(facts, number=last.number, tag=last.tag, at=last.made_at)
    return body_of(again) == last.body


def _keep(
    session: Session, challenge: Challenge, facts: Facts, *, number: int, at: datetime
) -> Release:
    tag = FIRST if number == 1 else LATER
    made = release_of(facts, number=number, tag=tag, at=at)
    require_valid(made)
    body = body_of(made)
    kept = Release(
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        number=number,
        ocid=facts.ocid,
        tag=tag,
        body=body,
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        made_at=at,
    )
    session.add(kept)
    session.flush()
    return kept
