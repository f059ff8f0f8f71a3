"""The trail as files, made line by line: no more than a batch is held, however long it is.

JSON carries everything a seal is made of, so whoever has it can recompute each digest.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from engage.kernel.comma_separated import BYTE_ORDER_MARK, Cell, line
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.seal import facts, leaf
from engage.kernel.text import inert
from engage.records import queries
from engage.records.queries import Trail
from engage.records.sentences import say

BATCH = 500
HEADER = [
    "when",
    "event",
    "what happened",
    "by",
    "about",
    "subject",
    "id",
    "seal",
    "place in the seal",
]


def as_csv(sessions: Sessions, trail: Trail, *, at: datetime) -> Iterator[str]:
    """Oldest first, after RFC 4180; no text of it can become a formula."""
    yield BYTE_ORDER_MARK + line(HEADER)
    for rows in _batches(sessions, trail, at):
        yield "".join(line(_cells(row)) for row in rows)


def as_json(sessions: Sessions, trail: Trail, *, at: datetime) -> Iterator[str]:
    """Oldest first, one object with all events."""
    about = {**trail.about, "exported_at": _iso(at)}
    yield json.dumps(about, ensure_ascii=False)[:-1] + ', "events": ['
    separator = "\n"
    for rows in _batches(sessions, trail, at):
        for row in rows:
            yield separator + json.dumps(_facts(row), ensure_ascii=False)
            separator = ",\n"
    yield "\n]}\n"


def _batches(sessions: Sessions, trail: Trail, at: datetime) -> Iterator[Sequence[Row[Any]]]:
    after = None
    while True:
        with sessions.read() as session:
            found = queries.batch(session, trail, at=at, after=after, limit=BATCH)
        if found:
            yield found
            last: RecordedEvent = found[-1].RecordedEvent
            after = (last.occurred_at, last.id)
        if len(found) < BATCH:
            return


def _cells(row: Row[Any]) -> list[Cell]:
    event: RecordedEvent = row.RecordedEvent
    return [
        _iso(event.occurred_at),
        event.name,
        inert(say(event.name, event.payload)),
        inert(queries.who(event.actor_id, row.person, row.organisation)),
        inert(row.about or ""),
        str(event.subject_id),
        str(event.id),
        event.sealed_in,
        event.position,
    ]


def _facts(row: Row[Any]) -> dict[str, Any]:
    event: RecordedEvent = row.RecordedEvent
    return {
        **facts(event),
        "sentence": say(event.name, event.payload),
        "by": queries.who(event.actor_id, row.person, row.organisation),
        "about": row.about,
        "seal": event.sealed_in,
        "position": event.position,
        "sha256": leaf(event),
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
