"""Where one-to-ones take place changes after suppliers could ask: their times never do."""

from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy.orm import Session

from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.kernel.versions import require_seen
from engage.workshops.events.one_to_ones import SeriesMoved
from engage.workshops.models import Series, Way
from engage.workshops.service.one_to_ones.giving import to_come
from engage.workshops.service.one_to_ones.planning import require_somewhere
from engage.workshops.service.seats import AlreadyStarted, Cancelled


class NotOpenYet(Refusal):
    """A draft is changed as a whole."""


class Where(TypedDict):
    """How people meet, and where."""

    way: Way
    venue: str
    joining_link: str


def move(
    session: Session,
    series: Series,
    *,
    seen: str | None = None,
    by: UUID | None,
    at: datetime,
    **where: Unpack[Where],
) -> bool:
    """Whether anything changed; then everybody who has a slot to come is told, once."""
    lock(session, series)
    _require_movable(session, series, at)
    saved = {name: getattr(series, name) for name in where}
    if saved == where:
        return False
    require_seen(seen, saved, version=series.version)
    series.way, series.venue = where["way"], where["venue"]
    series.joining_link = where["joining_link"]
    require_somewhere(series)
    series.sequence += 1
    session.flush()
    record(session, SeriesMoved(sequence=series.sequence, **about(series)), by=by, at=at)
    return True


def _require_movable(session: Session, series: Series, at: datetime) -> None:
    if series.cancelled_at is not None:
        raise Cancelled("These one-to-ones were cancelled. Make new ones instead.")
    if series.opened_at is None:
        raise NotOpenYet("This is a draft. Change it as a whole.")
    if not to_come(session, series, at):
        raise AlreadyStarted(
            "The last of these one-to-ones has begun, so nothing changes any more."
        )
