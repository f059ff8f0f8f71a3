"""Telling people of a new challenge, piece by piece, so that 100,000 of them hold up nobody.

Who is to hear is found out while only reading, for many at once. Noting them with the reason, and
owing those a message who want to hear at once, is one short transaction for each piece: SQLite has
one writer, and whoever saves a draft meanwhile waits for no longer. A piece that was interrupted
is done again and changes nothing twice.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, literal, select, update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import is_listed
from engage.interest import queries as interest
from engage.interest import service as alerts
from engage.interest.models import Alert, Cadence, Interest, Subscription
from engage.kernel.clock import now
from engage.kernel.db import Entity, Sessions, owes
from engage.kernel.events import RecordedEvent
from engage.kernel.ids import uuid7
from engage.kernel.upsert import insert_if_absent
from engage.notifications.models import Announcement, Part
from engage.notifications.queries import reach
from engage.notifications.queries.often import cadence
from engage.notifications.service.bulk import fan_out
from engage.notifications.service.owing import COLUMNS, shared
from engage.suppliers.models import Supplier

AT_ONCE = 10_000  # suppliers, or saved searches, that are looked at in one reading
FEW = 1_000  # suppliers, or saved searches, that are told at once and not piece by piece
WRITTEN = 500  # people who are noted in one writing
PAUSE = 0.06  # seconds between two: whoever waits on SQLite looks again after 50 ms at most
TEMPLATES = {
    "challenge-published": Alert.supplier_id.is_not(None),
    "subscription-match": Alert.supplier_id.is_(None),
}
Hearers = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True)
class Piece:
    """Some of those who are to hear. It follows ``after`` and ends at ``until``: None, the end."""

    announcement_id: UUID
    part: Part
    after: UUID | None
    until: UUID | None
    hearers: Hearers
    expected: int


def announce(session: Session, event: RecordedEvent) -> int:
    """Begin to tell people of the challenge; how many messages are owed already.

    Where few would be asked, all of them are told here.
    """
    challenge = _listed(session, event.challenge_id)
    if challenge is None:
        return 0
    _begin(session, challenge, event)
    if reach.are_more(session, FEW):
        owes(session, "announcing")
        return 0
    told = 0
    while (begun := _unended(session, challenge.id)) is not None:
        for piece in _pieces(session, begun):
            told += _tell(session, piece) or 0
    return told


def announce_due(sessions: Sessions) -> int:
    """Go on with what is not finished; how many pieces were done."""
    done = 0
    while pieces := _next(sessions):
        for piece in pieces:
            if done:
                time.sleep(PAUSE)
            done += 1
            with sessions.write() as session:
                if _tell(session, piece) is None:
                    break  # another worker has gone on meanwhile
    return done


def _next(sessions: Sessions) -> list[Piece]:
    with sessions.read() as session:
        begun = _unended(session)
        return list(_pieces(session, begun)) if begun is not None else []


def _unended(session: Session, challenge_id: UUID | None = None) -> Announcement | None:
    wanted = select(Announcement).where(Announcement.ended_at.is_(None)).order_by(Announcement.id)
    if challenge_id is not None:
        wanted = wanted.where(Announcement.challenge_id == challenge_id)
    return session.scalars(wanted.limit(1)).one_or_none()


def _listed(session: Session, challenge_id: UUID | None) -> Challenge | None:
    wanted = select(Challenge).where(Challenge.id == challenge_id, is_listed())
    return session.scalars(wanted).one_or_none()


def _begin(session: Session, challenge: Challenge, event: RecordedEvent) -> None:
    """``expected`` is counted with the first piece: here it would hold up other writers."""
    row = {
        "id": uuid7(),
        "challenge_id": challenge.id,
        "cause_id": event.id,
        "part": Part.SUPPLIERS,
        "expected": 0,
        "found": 0,
        "begun_at": now(session),
    }
    insert_if_absent(session, Announcement, row)


def _pieces(session: Session, begun: Announcement) -> Iterator[Piece]:
    """Those who hear among the next rows of the part that it has come to. It only reads."""
    challenge, after = session.get_one(Challenge, begun.challenge_id), begun.after
    table: type[Entity] = Supplier if begun.part is Part.SUPPLIERS else Subscription
    until = _last(session, table, after)
    if begun.part is Part.SUPPLIERS:
        synonyms = interest.known_synonyms(session, challenge.authority_id)
        found = interest.suppliers_to_tell(session, challenge, synonyms, after=after, until=until)
    else:
        found = interest.searches_to_tell(challenge, after=after, until=until)
    rows = session.execute(reach.may_hear(found)).all()
    hearers = sorted(rows, key=_key)
    expected = begun.expected or reach.count_who_would_hear(session, challenge)
    parts = [hearers[first : first + WRITTEN] for first in range(0, len(hearers), WRITTEN)] or [[]]
    for number, part in enumerate(parts, start=1):
        end = until if number == len(parts) else _key(part[-1])
        yield Piece(begun.id, begun.part, after, end, part, expected)
        after = end


def _key(hearer: Row[*tuple[Any, ...]]) -> UUID:
    found: UUID = hearer.supplier_id or hearer.subscription_id
    return found


def _last(session: Session, table: type[Entity], after: UUID | None) -> UUID | None:
    """Where the next reading ends; None: it is the last."""
    wanted = select(table.id).order_by(table.id).offset(AT_ONCE - 1).limit(1)
    return session.scalar(wanted if after is None else wanted.where(table.id > after))


def _tell(session: Session, piece: Piece) -> int | None:
    """Note them and owe what is owed at once; how many messages. None: this was done already."""
    begun = session.get_one(
        Announcement, piece.announcement_id, with_for_update=True, populate_existing=True
    )
    if begun.ended_at is not None or (begun.part, begun.after) != (piece.part, piece.after):
        return None
    at, challenge = now(session), session.get_one(Challenge, begun.challenge_id)
    if not challenge.takes_part(at):
        begun.ended_at = at
        return None
    begun.expected = piece.expected
    begun.found += alerts.note_alerts(session, challenge, piece.hearers, at=at)
    if piece.part is Part.SEARCHES:
        alerts.hear_sooner(session, challenge, piece.hearers, than=cadence())
    _go_on(begun, piece, at)
    session.flush()
    return _owe_at_once(session, begun, piece, at)


def _go_on(begun: Announcement, piece: Piece, at: datetime) -> None:
    begun.after = piece.until
    if piece.until is None and piece.part is Part.SUPPLIERS:
        begun.part = Part.SEARCHES
    elif piece.until is None:
        begun.ended_at = at


def _owe_at_once(session: Session, begun: Announcement, piece: Piece, at: datetime) -> int:
    """Owe a message to those of the piece who have not chosen a digest."""
    ours = (
        Alert.challenge_id == begun.challenge_id,
        Alert.email.in_([hearer.email for hearer in piece.hearers]),
    )
    if not piece.hearers:
        return 0
    session.execute(
        update(Alert)
        .where(*ours, Alert.told_at.is_(None), cadence() == Cadence.NOW)
        .values(told_at=at)
        .execution_options(synchronize_session=False)
    )
    event = session.get_one(RecordedEvent, begun.cause_id)
    told = [*ours, Alert.told_at == at]
    return sum(
        fan_out(session, event, name, (*COLUMNS, "why"), _messages(session, event, name, told))
        for name in TEMPLATES
    )


def _messages(session: Session, event: RecordedEvent, name: str, told: list[Any]) -> Select[Any]:
    source: Select[Any] = shared(session, event, name, event.challenge_id).add_columns(
        literal(None, Interest.id.type), Alert.email, Alert.name, Alert.why
    )
    return source.where(*told, TEMPLATES[name])
