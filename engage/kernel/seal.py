"""Sealing the audit trail: batches of events chained with SHA-256.

leaf = SHA-256 of the event's canonical JSON; root = SHA-256(previous root, leaves).
Writers never wait for each other: a periodic task seals what has been committed.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import String, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, Sessions
from engage.kernel.events import RecordedEvent

GENESIS = "0" * 64
MOST = 1000


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


def facts(event: RecordedEvent) -> dict[str, Any]:
    """Everything an event says, in plain values."""
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


def leaf(event: RecordedEvent) -> str:
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
    """Walk the whole chain; the first break, or None when it is whole."""
    previous = GENESIS
    last = session.scalar(select(func.max(Seal.number))) or 0
    for number in range(1, last + 1):
        seal = session.get(Seal, number, populate_existing=True)
        if seal is None or seal.previous_root != previous:
            return Break(number, "a seal is missing or does not follow the one before it")
        problem = _check(session, seal)
        if problem:
            return Break(number, problem)
        previous = seal.root
    if session.scalar(select(func.count()).where(RecordedEvent.sealed_in > last)):
        return Break(last + 1, "events name a seal that is not there")
    return None


def _check(session: Session, seal: Seal) -> str | None:
    found = list(leaves(session, seal.number))
    if len(found) != seal.count:
        return f"{seal.count} events were sealed and {len(found)} are there"
    if root_of(seal.previous_root, found) != seal.root:
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
