"""Reads of the stored releases of listed challenges, in the order in which readers can see them.

What is in a package is found first, without its text: so an answer has its tag before a single
release is read, and the texts come in batches however long the package is.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import is_listed
from engage.kernel.db import Sessions
from engage.notices.models import Release

BATCH = 50
Found = list[Row[Any]]


def releases(session: Session, *, after: int, since: datetime | None, limit: int) -> Found:
    """Releases after a position, made at ``since`` or later: at most ``limit``."""
    wanted = _visible(*_COLUMNS).where(Release.position > after)
    if since is not None:
        wanted = wanted.where(Release.made_at >= since)
    return list(session.execute(wanted.order_by(Release.position).limit(limit)))


def release(session: Session, ocid: str, number: int) -> Found:
    """One release of a process; none if there is no such one."""
    wanted = _visible(*_COLUMNS).where(Release.ocid == ocid, Release.number == number)
    return list(session.execute(wanted))


def newest(session: Session, *, after: int, since: datetime | None, limit: int) -> Found:
    """The newest release of each process that changed after a position, at ``since`` or later."""
    last = _last().having(func.max(Release.position) > after)
    if since is not None:
        last = last.having(func.max(Release.made_at) >= since)
    return _of_positions(session, last.order_by(func.max(Release.position)).limit(limit))


def newest_of(session: Session, ocid: str) -> Found:
    """The newest release of one process."""
    return _of_positions(session, _last().where(Release.ocid == ocid))


def bodies(sessions: Sessions, found: Found) -> Iterator[tuple[Row[Any], str]]:
    """The texts, in this order, each batch in a transaction of its own."""
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        with sessions.read() as session:
            wanted = select(Release.id, Release.body).where(
                Release.id.in_([row.id for row in batch])
            )
            texts = {key: body for key, body in session.execute(wanted)}
        yield from ((row, texts[row.id]) for row in batch if row.id in texts)


def histories(sessions: Sessions, found: Found) -> Iterator[tuple[Row[Any], str, Found]]:
    """Each process: its newest release with its text, and all of its releases, oldest first."""
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        with sessions.read() as session:
            all_of = _history(session, {row.ocid for row in batch})
        for row, body in bodies(sessions, batch):
            yield row, body, [each for each in all_of if each.ocid == row.ocid]


_COLUMNS: tuple[Any, ...] = (
    *(Release.id, Release.position, Release.ocid, Release.number, Release.tag),
    *(Release.made_at, Release.sha256),
)


def _visible(*columns: Any) -> Select[Any]:
    of_challenge = Challenge.id == Release.challenge_id
    numbered = Release.position.is_not(None)
    return select(*columns).join(Challenge, of_challenge).where(is_listed(), numbered)


def _last() -> Select[Any]:
    return _visible(func.max(Release.position)).group_by(Release.ocid)


def _of_positions(session: Session, positions: Select[Any]) -> Found:
    wanted = select(*_COLUMNS).where(Release.position.in_(positions))
    return list(session.execute(wanted.order_by(Release.position)))


def _history(session: Session, ocids: Collection[str]) -> Found:
    wanted = _visible(*_COLUMNS).where(Release.ocid.in_(ocids))
    return list(session.execute(wanted.order_by(Release.position)))
