"""Telling people of a new challenge, part by part, so that 100,000 of them hold up nobody.

Each part is one transaction: who is to hear is noted with the reason, and those who want to hear
at once are owed a message. A part that was interrupted is done again and changes nothing twice.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, literal, select, true, update
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
from engage.notifications.queries.often import cadence
from engage.notifications.queries.reach import count_who_would_hear, may_hear
from engage.notifications.service.bulk import fan_out
from engage.notifications.service.owing import COLUMNS, shared
from engage.suppliers.models import Supplier

AT_ONCE = 25_000  # suppliers, or saved searches, that are looked at in one transaction
TEMPLATES = {
    "challenge-published": Alert.supplier_id.is_not(None),
    "subscription-match": Alert.supplier_id.is_(None),
}


def announce(session: Session, event: RecordedEvent) -> int:
    """Begin to tell people of the challenge, a part of each kind; how many messages are owed."""
    challenge = _listed(session, event.challenge_id)
    if challenge is None:
        return 0
    found = _begun(session, challenge)
    if found is None:
        _begin(session, challenge, event)
        found = _begun(session, challenge)
    told = 0
    for part in Part:
        if found and found.ended_at is None and found.part is part:
            told += _tell_part(session, found, challenge, now(session))
    if found and found.ended_at is None:
        owes(session, "announcing")
    return told


def announce_due(sessions: Sessions) -> int:
    """Go on with what is not finished; how many parts were done."""
    done = 0
    while _one_part(sessions):
        done += 1
    return done


def _one_part(sessions: Sessions) -> bool:
    with sessions.read() as session:
        if session.scalar(_unfinished().limit(1)) is None:
            return False
    with sessions.write() as session:
        due = _unfinished().limit(1).with_for_update(skip_locked=True)
        found = session.scalars(due).one_or_none()
        if found is not None:
            at, challenge = now(session), session.get_one(Challenge, found.challenge_id)
            if challenge.takes_part(at):
                _tell_part(session, found, challenge, at)
            else:
                found.ended_at = at
        return found is not None


def _unfinished() -> Select[Announcement]:
    return select(Announcement).where(Announcement.ended_at.is_(None)).order_by(Announcement.id)


def _listed(session: Session, challenge_id: UUID | None) -> Challenge | None:
    wanted = select(Challenge).where(Challenge.id == challenge_id, is_listed())
    return session.scalars(wanted).one_or_none()


def _begun(session: Session, challenge: Challenge) -> Announcement | None:
    wanted = select(Announcement).where(Announcement.challenge_id == challenge.id)
    return session.scalars(wanted.with_for_update()).one_or_none()


def _begin(session: Session, challenge: Challenge, event: RecordedEvent) -> None:
    row = {
        "id": uuid7(),
        "challenge_id": challenge.id,
        "cause_id": event.id,
        "part": Part.SUPPLIERS,
        "expected": count_who_would_hear(session, challenge),
        "found": 0,
        "begun_at": now(session),
    }
    insert_if_absent(session, Announcement, row)


def _tell_part(session: Session, found: Announcement, challenge: Challenge, at: datetime) -> int:
    """The next rows of the part that it has come to; how many messages are owed."""
    after = found.after
    if found.part is Part.SUPPLIERS:
        until = _last(session, Supplier, after)
        synonyms = interest.known_synonyms(session, challenge.authority_id)
        hearers = interest.suppliers_to_tell(session, challenge, synonyms, after=after, until=until)
    else:
        until = _last(session, Subscription, after)
        hearers = interest.searches_to_tell(challenge, after=after, until=until)
    found.found += alerts.note_alerts(session, challenge, may_hear(hearers), at=at)
    if found.part is Part.SEARCHES:
        among = _among(after, until)
        alerts.hear_sooner(session, challenge, than=cadence(), which=among)
    found.after = until
    if until is None and found.part is Part.SUPPLIERS:
        found.part = Part.SEARCHES
    elif until is None:
        found.ended_at = at
    session.flush()
    return _owe_at_once(session, found, at)


def _among(after: UUID | None, until: UUID | None) -> ColumnElement[bool]:
    """The saved searches of one part."""
    later = true() if after is None else Subscription.id > after
    return later if until is None else and_(later, Subscription.id <= until)


def _last(session: Session, table: type[Entity], after: UUID | None) -> UUID | None:
    """Where the next part ends; None: it is the last."""
    wanted = select(table.id).order_by(table.id).offset(AT_ONCE - 1).limit(1)
    return session.scalar(wanted if after is None else wanted.where(table.id > after))


def _owe_at_once(session: Session, found: Announcement, at: datetime) -> int:
    """Owe a message to who is noted and has not chosen a digest."""
    ours = Alert.challenge_id == found.challenge_id
    session.execute(
        update(Alert)
        .where(ours, Alert.told_at.is_(None), cadence() == Cadence.NOW)
        .values(told_at=at)
        .execution_options(synchronize_session=False)
    )
    event = session.get_one(RecordedEvent, found.cause_id)
    return sum(
        fan_out(session, event, name, (*COLUMNS, "why"), _messages(session, event, name, at))
        for name in TEMPLATES
    )


def _messages(session: Session, event: RecordedEvent, name: str, at: datetime) -> Select[Any]:
    source: Select[Any] = shared(session, event, name, event.challenge_id).add_columns(
        literal(None, Interest.id.type), Alert.email, Alert.name, Alert.why
    )
    return source.where(
        Alert.challenge_id == event.challenge_id, Alert.told_at == at, TEMPLATES[name]
    )
