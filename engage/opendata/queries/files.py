"""Reads of the files that are made by the clock, and of what goes into them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.opendata import shapes
from engage.opendata.models import PublicFile
from engage.opendata.queries import columns, lists
from engage.workshops.models import Sitting

BATCH = 200
MOST_ENTRIES = 2000  # of each kind in the calendar


def files(session: Session) -> list[PublicFile]:
    """All of them, by name."""
    return list(session.scalars(select(PublicFile).order_by(PublicFile.name)))


def file(session: Session, name: str) -> PublicFile | None:
    return session.get(PublicFile, name)


def all_of(
    session: Session, listing: lists.Listing, *, base: str, at: datetime
) -> Iterator[shapes.Values]:
    """Every thing of a list, a batch at a time."""
    after = None
    while True:
        found = lists.some(session, listing, {}, after=after, limit=BATCH, base=base, at=at)
        yield from found.results
        if not found.more or found.last is None:
            return
        after = listing.reader(found.last)


def workshops_to_come(session: Session, *, at: datetime) -> list[Row[Any]]:
    """Those that begin soonest, and those called off, so that calendars strike them out."""
    wanted = columns.workshops().add_columns(Sitting.created_at).where(Sitting.ends_at > at)
    order = (Sitting.starts_at, Sitting.id)
    return list(session.execute(wanted.order_by(*order).limit(MOST_ENTRIES)))


def deadlines_to_come(session: Session, *, at: datetime) -> list[Row[Any]]:
    """Engagements that end soonest."""
    wanted = columns.challenges().where(*lists.still_open(at))
    order = (Challenge.engagement_ends, Challenge.reference)
    return list(session.execute(wanted.order_by(*order).limit(MOST_ENTRIES)))
