"""The copy itself: everything that was found, as an archive."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import IO

from sqlalchemy.orm import Session

from engage.kernel.clock import spoken
from engage.records.archives import Told, as_archive
from engage.records.subjects.asked import Asked
from engage.records.subjects.finding import done_by, parts_of, rows_of

TRAIL = "What they did, and what was done to their account"
LEFT_OUT = (
    "Times are in UTC. Left out are fingerprints of passwords and sessions, identifiers that mean "
    "nothing outside this service, and what an organisation answered to a council: that belongs "
    "to it."
)


def copy_of(session: Session, asked: Asked, *, at: datetime) -> tuple[IO[bytes], int]:
    """A ZIP, and how many rows are in it. Whoever gets it closes it."""
    where = asked.council.name if asked.council else "this service"
    told = Told(
        title=f"What {where} holds about {asked.email}",
        introduction=f"Copied at {spoken(at)}. {LEFT_OUT}",
        about={
            "email": asked.email,
            "copied_at": at.isoformat(timespec="seconds"),
            "from": asked.council.name if asked.council else "the whole installation",
        },
    )
    return as_archive(told, lambda: _found(session, asked))


def _found(session: Session, asked: Asked) -> Iterator[tuple[str, Mapping[str, str]]]:
    for part in parts_of(asked):
        for row in rows_of(session, part, asked):
            yield part.title, row
    for line in done_by(session, asked):
        yield TRAIL, line
