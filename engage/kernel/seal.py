"""Sealing the audit trail: batches of events chained with SHA-256.

leaf = SHA-256 of the event's canonical JSON; root = SHA-256(previous root, leaves).
Writers never wait for each other: a periodic task seals what has been committed.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, String, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, Sessions
from engage.kernel.events import RecordedEvent

GENESIS = "0" * 64
MOST = 1000
AT_ONCE = 2000  # rows that a check of the whole chain holds
NO_SUCH_SEAL = "events name a seal that is not there"
FACTS = (
    RecordedEvent.id,
    RecordedEvent.name,
    RecordedEvent.subject_id,
    RecordedEvent.authority_id,
    RecordedEvent.challenge_id,
    RecordedEvent.actor_id,
    RecordedEvent.occurred_at,
    RecordedEvent.payload,
)


class Seal(Base):
    """One link of the chain; ``root`` is 64 hexadecimal digits."""

    __tablename__ = "seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    previous_root: Mapped[str] = mapped_column(String(64))
    root: Mapped[str] = mapped_column(String(64))
    count: Mapped[int]
    sealed_at: Mapped[datetime]


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold."""

    seal: int
    reason: str


def facts(event: RecordedEvent | Row[Any]) -> dict[str, Any]:
    """Everything an event says, in plain values; of a row with ``FACTS`` as well."""
    return {
        "id": event.id.hex,
        "name": event.name,
        "subject": event.subject_id.hex,
        "authority": event.authority_id.hex if event.authority_id else None,
        "challenge": event.challenge_id.hex if event.challenge_id else None,
        "actor": event.actor_id.hex if event.actor_id else None,
        "at": event.occurred_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "payload": event.payload,
    }


def leaf(event: RecordedEvent | Row[Any]) -> str:
    """The digest of everything an event says."""
    return digest(facts(event))


def digest(said: dict[str, Any]) -> str:
    """The same of what ``facts`` gave."""
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def root_of(previous: str, digests: list[str]) -> str:
    """The root over a batch, in its order."""
    return hashlib.sha256("\n".join([previous, *digests]).encode()).hexdigest()


def seal_next(session: Session, *, at: datetime) -> int:
    """Seal up to ``MOST`` events that are not sealed yet; how many were."""
    fresh = (
        select(RecordedEvent)
        .where(RecordedEvent.sealed_in.is_(None))
        .order_by(RecordedEvent.occurred_at, RecordedEvent.id)
        .limit(MOST)
        .with_for_update()
    )
    events = session.scalars(fresh).all()
    if not events:
        return 0
    last = session.scalars(select(Seal).order_by(Seal.number.desc()).limit(1)).first()
    number, previous = (last.number + 1, last.root) if last else (1, GENESIS)
    root = root_of(previous, [leaf(event) for event in events])
    session.add(
        Seal(number=number, previous_root=previous, root=root, count=len(events), sealed_at=at)
    )
    places = [
        {"id": event.id, "sealed_in": number, "position": position}
        for position, event in enumerate(events)
    ]
    session.execute(update(RecordedEvent), places)
    return len(events)


def seal_due(sessions: Sessions) -> int:
    """Seal everything that is not sealed yet, batch by batch; how many events.

    Looks first without a writer's lock, because nothing is due most of the time.
    """
    total, sealed = 0, MOST
    while sealed == MOST and _is_due(sessions):
        with sessions.write() as session:
            sealed = seal_next(session, at=now(session))
        total += sealed
    return total


def _is_due(sessions: Sessions) -> bool:
    with sessions.read() as session:
        fresh = select(RecordedEvent.id).where(RecordedEvent.sealed_in.is_(None)).limit(1)
        return session.scalar(fresh) is not None


def verify(session: Session) -> Break | None:
    """Walk the whole chain; the first break, or None when it is whole.

    In two statements that are read as they come: what is sealed meanwhile is left to the next time.
    """
    last = session.scalar(select(func.max(Seal.number))) or 0
    links = select(Seal.number, Seal.previous_root, Seal.root, Seal.count, Seal.sealed_at)
    there = select(Seal.number).where(Seal.number == RecordedEvent.sealed_in).exists()
    events = (
        select(*FACTS, RecordedEvent.sealed_in, RecordedEvent.position)
        .where(RecordedEvent.sealed_in.is_not(None), or_(RecordedEvent.sealed_in <= last, ~there))
        .order_by(RecordedEvent.sealed_in, RecordedEvent.position)
    )
    few = {"yield_per": AT_ONCE}
    in_order = links.where(Seal.number <= last).order_by(Seal.number)
    with (
        session.execute(in_order, execution_options=few) as linked,
        session.execute(events, execution_options=few) as sealed,
    ):
        return first_break(linked, sealed)


def first_break(links: Iterable[Any], events: Iterable[Any]) -> Break | None:
    """Where a chain does not hold: links by number, events by seal and position."""
    under = groupby(events, key=attrgetter("sealed_in"))
    group = next(under, None)
    number, previous, moment = 0, GENESIS, None
    for link in links:
        number += 1
        if (link.number, link.previous_root) != (number, previous):
            return Break(number, "a seal is missing or does not follow the one before it")
        if moment and link.sealed_at < moment:
            return Break(number, "it says that it was made before the seal it follows")
        if group and group[0] < number:
            return Break(number, NO_SUCH_SEAL)
        held = group[1] if group and group[0] == number else ()
        if problem := _problem(link, held):
            return Break(number, problem)
        group = next(under, None) if held else group
        previous, moment = link.root, link.sealed_at
    return Break(number + 1, NO_SUCH_SEAL) if group else None


def _problem(link: Any, events: Iterable[Any]) -> str | None:
    found, in_order = [], True
    for position, event in enumerate(events):
        in_order = in_order and event.position == position
        found.append(leaf(event))
    if len(found) != link.count:
        return f"{link.count} events were sealed and {len(found)} are there"
    if not in_order or root_of(link.previous_root, found) != link.root:
        return "an event was changed after it was sealed"
    return None


def leaves(session: Session, number: int) -> Iterator[str]:
    """The digests of the events under one seal, in its order."""
    sealed = (
        select(RecordedEvent)
        .where(RecordedEvent.sealed_in == number)
        .order_by(RecordedEvent.position)
        .execution_options(populate_existing=True)
    )
    return (leaf(event) for event in session.scalars(sealed))


def counts(session: Session) -> tuple[int, int]:
    """How many events are sealed, and how many wait for the next seal."""
    everything = session.scalar(select(func.count()).select_from(RecordedEvent)) or 0
    waiting = select(func.count()).where(RecordedEvent.sealed_in.is_(None))
    unsealed = session.scalar(waiting) or 0
    return everything - unsealed, unsealed
